"""Which commands stand in what was pasted."""

import pytest

from assistant.chat.pasted import is_pasted

PASTED = "please run systemctl stop firewalld and then sudo reboot now"


@pytest.mark.parametrize(
    ("command", "known"),
    [
        ("systemctl stop firewalld", True),
        ("sudo systemctl stop firewalld", True),
        ("sudo -u root env A=1 B= nohup systemctl  stop firewalld", True),
        ("sudo reboot", True),
        ("sudo", True),
        ("systemctl stop nginx", False),
        ("sudo systemctl stop nginx", False),
        ("echo systemctl stop firewalld", False),
        ("", True),
    ],
)
def test_a_pasted_command_is_known_with_other_rights_too(command, known):
    assert is_pasted(command, PASTED) is known
