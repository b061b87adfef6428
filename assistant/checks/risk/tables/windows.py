"""Windows: commands of cmd.exe and PowerShell, which people paste beside everything else."""

TABLE = """
[get-* test-* measure-* select-* where-* sort-* group-* compare-* resolve-* convertto-* convertfrom-* format-* find-* search-* show-* read-* join-* split-* wait-* out-* write-*]
read: any
[trace-* tee-* foreach-* import-* new-* set-* add-* start-* restart-* enable-* install-* update-* copy-* move-* rename-* register-* invoke-* enter-* connect-* export-* save-* send-* suspend-* resume-* push-* pop-* use-* assert-* limit-* mount-* grant-* block-* unblock-* initialize-* optimize-* publish-* repair-* restore-* sync-* submit-* switch-* undo-* protect-* unprotect-* receive-* request-* complete-* confirm-* approve-* checkpoint-* expand-* compress-* merge-* lock-* unlock-* debug-* step-*]
style: single
change: any
read: -WhatIf
[remove-* clear-* stop-* disable-* uninstall-* unregister-* revoke-* dismount-* reset-* deny-* disconnect-* hide-* close-* exit-*]
style: single
destroy: any -> removes, clears or stops what it names
read: -WhatIf -> only shows what it would do
[stop-service]
change: any -> stops a service
read: -WhatIf
[restart-computer stop-computer format-volume clear-disk initialize-disk remove-partition]
style: single
destroy: any -> stops the machine, or destroys what is on a disk
read: -WhatIf
[clear-host exit-pssession]
read: any
[invoke-expression iex invoke-command invoke-wmimethod invoke-cimmethod enter-pssession new-pssession start-process start-job invoke-item]
unknown: any -> runs something that is not to be seen here
[invoke-webrequest invoke-restmethod iwr irm]
style: single
values: -Uri -Method -OutFile -Body -Headers
read: any
change: -OutFile|-Body, -Method=Post|Put|Patch|POST|PUT|PATCH|post|put|patch
destroy: -Method=Delete|DELETE|delete
[gci gc gps gsv gcm gm select where measure gwmi ft fl]
read: any
[out-file set-content add-content export-csv]
change: any -> writes to a file
[foreach-object]
unknown: any
[ipconfig systeminfo tasklist ver vol findstr tracert pathping nbtstat getmac driverquery query quser qwinsta openfiles gpresult msinfo32 eventvwr]
read: any
destroy: ~/release|/Release -> gives the address back: connections break
change: ~/flushdns|/renew|/registerdns
[del erase]
destroy: any -> deletes files
[rd]
destroy: any -> removes folders
[format diskpart bcdedit cipher]
destroy: any -> destroys what is on a disk, or how the machine starts
read: bcdedit ~/enum
[copy xcopy ren md attrib icacls cacls takeown setx assoc ftype mklink subst label chkdsk sfc dism compact msiexec regsvr32 rundll32 powercfg netdom gpupdate wusa pnputil auditpol w32tm]
change: any
destroy: ~/X|/remove*|/uninstall|/delete-driver, delete -> removes it
[move]
change: any
[taskkill tskill logoff]
destroy: any -> ends programs or sessions
[robocopy]
change: any
destroy: ~/MIR|/mir|/PURGE|/purge|/MOV|/MOVE|/mov|/move -> deletes files at the target or at the source
read: ~/L|/l
[sc]
read: query|queryex|qc|qdescription|sdshow|enumdepend|getdisplayname, * query
change: start|config|create|stop|pause|continue|failure
destroy: delete, * delete
[reg]
read: query|compare
change: add|copy|import|export|save|load|restore|unload
destroy: delete -> deletes keys of the registry
[wmic]
read: any
change: ~create|call|set
destroy: ~delete|uninstall|terminate -> deletes or ends what it names
[netsh]
read: any
change: ~add|set|import|reset
destroy: ~delete|reset|disable|disabled|uninstall
[schtasks]
read: any
change: ~/create|/change|/run|/Create|/Change|/Run
destroy: ~/delete|/Delete|/end|/End
[wevtutil]
read: any
destroy: cl|clear-log -> clears a log
[vssadmin wbadmin]
read: list, get
destroy: delete -> deletes backups
[fsutil certutil]
change: any
read: fsinfo|volume|-dump|-hashfile|-store|-verify
destroy: ~deletejournal|setzerodata|-delstore
[powershell pwsh]
style: single first
values: -Command -c -File -f -ExecutionPolicy -ep -Version
unknown: any -> runs something that is not to be seen here
run shell from -Command|-c|-command: any
[cmd]
unknown: any
run shell: /c|/C|/k
[choco winget scoop]
values: --id -e --version --source
read: $, list|search|info|show|outdated|features|status|config|cat|home|which|export|hash, source|pin|bucket list
change: install|upgrade|update|import|add|pin|source
destroy: uninstall|remove|rm|cleanup|cache
[wsl]
read: -l|--list|--status|--version|-v
destroy: --unregister|--shutdown|-t|--terminate -> deletes or stops a distribution
unknown: $
run argv: any
"""
