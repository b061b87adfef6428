"""JavaScript as mongosh runs it, judged by the methods that it calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.checks.risk.assessment import Risk, Verdict

if TYPE_CHECKING:
    from assistant.checks.risk.judge import Judge

_CALL = re.compile(r"([A-Za-z_$][\w$]*)\s*\(")
_COMMAND = re.compile(r"\b(?:runCommand|adminCommand)\s*\(\s*(?:\{\s*)?[\"']?(\w+)")
_READS = frozenset(
    "find findOne count countDocuments estimatedDocumentCount aggregate distinct getIndexes stats status isMaster hello explain "
    "sort limit skip pretty toArray forEach map printjson print tojson getCollection getCollectionNames getCollectionInfos "
    "getSiblingDB getDBs getUsers getUser getRoles currentOp serverStatus hostInfo version getMongo listDatabases dataSize "
    "totalSize storageSize totalIndexSize hasNext next project ObjectId ISODate Date conf config printReplicationInfo serverCmdLineOpts "
    "printSecondaryReplicationInfo getReplicationInfo printShardingStatus getShardDistribution getLogComponents getProfilingStatus "
    "getProfilingLevel show hint batchSize readPref setSecondaryOk secondaryOk stringify parse getName keys filter length itcount size "
    "NumberLong NumberInt RegExp function if for while return".split()
)
_COMMANDS = frozenset(
    "ping hello isMaster serverStatus buildInfo dbStats collStats listCollections listDatabases listIndexes currentOp getLog top "
    "connectionStatus replSetGetStatus replSetGetConfig getParameter hostInfo usersInfo rolesInfo connPoolStats getCmdLineOpts "
    "find count distinct explain validate whatsmyuri features".split()
)
_DESTROYS = re.compile(
    r"\b(?:drop\w*|remove\w*|deleteMany|deleteOne|findOneAndDelete|findAndModify|killOp|shutdownServer|convertToCapped|emptycapped"
    r"|replSetStepDown|stepDown|fsyncLock|rotateCertificates)\b"
)
_WRITES = re.compile(r"\$(?:out|merge)\b")
_SHOWS = re.compile(r"\s*(?:show\s+\w+|use\s+\w+|db|it|help|rs\.conf|sh\.status)\s*;?\s*$")


def program(_judge: Judge, text: str) -> Verdict:
    """What a script of mongosh does."""
    if found := _DESTROYS.search(text):
        return Verdict(Risk.DESTRUCTIVE, f"{found[0]} deletes data or stops the server", verb=found[0])
    if all(_SHOWS.match(line) for line in text.splitlines() if line.strip()):
        return Verdict(Risk.READ_ONLY, "only shows something")
    calls = _CALL.findall(text)
    commands = _COMMAND.findall(text)
    others = [call for call in calls if call not in _READS and call not in ("runCommand", "adminCommand")]
    others += [command for command in commands if command not in _COMMANDS]
    if len(commands) < sum(call in ("runCommand", "adminCommand") for call in calls):
        return Verdict(Risk.UNKNOWN, "which command it runs only shows when it runs")
    if others or _WRITES.search(text):
        return Verdict(
            Risk.CHANGES_STATE, f"{others[0] if others else '$out'} may change data", verb=others[0] if others else ""
        )
    if not calls and not re.fullmatch(r"[\w.\s;()]*", text):
        return Verdict(Risk.UNKNOWN, "what this script does cannot be told")
    return Verdict(Risk.READ_ONLY, f"{calls[0] if calls else 'it'} only reads", verb=calls[0] if calls else "")
