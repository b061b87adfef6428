"""Commands have the flags that a question says, and no others; what destroys has no example for an answer."""

import re

import pytest

from tests.knowledge import how_to_quality

_STEPS = 2


@pytest.mark.parametrize(
    ("question", "commands"),
    [
        ("show only errors of the current boot from the journal", "journalctl -p|--priority=err -b|--boot"),
        ("kernel messages of the previous boot with journalctl", "journalctl -k -b=-1"),
        ("find files over 1G under /var that changed in the last 7 days", "find /var -size=+1G -mtime=-7"),
        ("rsync /data to backup1:/mnt, ssh listens on 2222", "rsync -e=*2222* /data backup1:/mnt"),
        ("run deploy.yml only with tag config and ask for the sudo password", "ansible-playbook deploy.yml --tags=config -K"),
        ("list the ec2 instances in eu-west-3", "aws ec2 describe-instances --region=eu-west-3"),
        ("restart daemonset fluentd in ns logging", "kubectl rollout restart daemonset fluentd -n=logging"),
        ("scale statefulset kafka to 5", "kubectl scale statefulset kafka --replicas=5"),
        ("logs of deployment cart in ns shop", "kubectl logs deployment cart -n=shop"),
        ("deploy ./chart as release api and go back automatically if it fails", "helm upgrade api ./chart --atomic"),
        ("promql: 5 pods with the highest cpu", r"/topk\(5,/"),
    ],
)
def test_what_a_question_says_stands_in_the_command(knowledge, question, commands):
    assert how_to_quality.answered(knowledge.search(question), [commands])


@pytest.mark.parametrize(
    ("question", "flag"),
    [
        ("show only errors of the current boot from the journal", "--grep"),
        ("install ./chart as release api", "--version"),
        ("rsync /data to backup1:/mnt", "--exclude"),
        ("run deploy.yml only with tag config", "--limit"),
    ],
)
def test_optional_flags_that_nobody_asked_for_are_left_out(knowledge, question, flag):
    text = "\n".join(each.text for each in knowledge.search(question)[0].templates if each.template.risk != "destructive")
    assert flag not in text


def test_no_command_that_destroys_has_an_example_for_an_answer(knowledge):
    [hit, *_] = knowledge.search("remove a user with the home folder")
    [removal] = [each.text for each in hit.templates if each.template.risk == "destructive"]
    assert removal == "sudo userdel -r <user>"
    [hit, *_] = knowledge.search("delete user bob and his home directory")
    assert "sudo userdel -r bob" in [each.text for each in hit.templates]


def test_every_command_that_destroys_marks_what_has_no_value(knowledge):
    for entry in knowledge._entries:
        for hit in knowledge.search(entry.title, 1):
            for filled in hit.templates:
                if filled.template.destroys:
                    given = dict(filled.values)
                    assert set(re.findall(r"<([a-z_]+)>", filled.text)) >= filled.template.slot_names - given.keys()


def test_a_step_that_removes_does_not_answer_a_question_that_removes_nothing(knowledge):
    [hit, *_] = knowledge.search("stop all running containers")
    assert "prune" not in "\n".join(each.text for each in hit.templates[:_STEPS])


def test_values_of_now_come_before_those_of_the_turn_before(knowledge):
    [hit, *_] = knowledge.search("logs of container api\nand of container worker", now="and of container worker")
    assert "worker" in hit.templates[0].text
    assert "api" not in hit.templates[0].text
