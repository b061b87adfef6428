import pytest

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: nginx:1.27\n"


@pytest.mark.parametrize(
    ("language", "text", "better"),
    [
        ("yaml", POD + "      imagePullPolicy: always\n", POD + "      imagePullPolicy: Always\n"),
        ("yaml", POD + '      ports:\n        - containerPort: "80"\n', POD + "      ports:\n        - containerPort: 80\n"),
        ("yaml", POD + "      env:\n        - {name: A, value: 1}\n", POD + '      env:\n        - {name: A, value: "1"}\n'),
        ("yaml", POD + "      enV: []\n", POD + "      env: []\n"),
        ("yaml", "services:\n\tweb:\n\t\timage: nginx\n", "services:\n  web:\n    image: nginx\n"),
        ("yaml", "services:\n  web:\n    imgae: nginx\n", "services:\n  web:\n    image: nginx\n"),
        ("json", '{"a": [1, 2,], "b": 3,}\n', '{"a": [1, 2], "b": 3}\n'),
        ("json", '{\n  "a": 1\n  "b": 2\n}\n', '{\n  "a": 1,\n  "b": 2\n}\n'),
        ("bash", "#!/bin/bash\ncp $1 $2\n", '#!/bin/bash\ncp "$1" "$2"\n'),
        ("nginx", "server {\n  listen 80\n  server_name a;\n}\n", "server {\n  listen 80;\n  server_name a;\n}\n"),
        ("nginx", "location / {\n  proxypass http://a;\n}\n", "location / {\n  proxy_pass http://a;\n}\n"),
        ("dockerfile", "FROM alpine:3.20\nRUNN ls\n", "FROM alpine:3.20\nRUN ls\n"),
        ("systemd", "[Service]\nExecStrat=/bin/a\nRestart=Always\n", "[Service]\nExecStart=/bin/a\nRestart=always\n"),
    ],
)
def test_a_certain_defect_is_mended(checks, language, text, better):
    repaired = checks.repair(text, language)
    assert repaired is not None
    assert repaired.text == better
    assert repaired.after.status == "no_findings"
    assert repaired.changes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("yaml", POD),
        ("yaml", POD + "      colour: red\n"),
        ("yaml", POD + "      imagePullPolicy: sometimes\n"),
        ("yaml", "a: [1\n"),
        ("bash", "if true\n"),
        ("rust", "fn main() {}"),
    ],
)
def test_what_is_right_or_uncertain_stays(checks, language, text):
    assert checks.repair(text, language) is None


def test_what_a_repair_leaves_is_told(checks):
    repaired = checks.repair(POD + "      imagePullPolicy: always\n      colour: red\n", "yaml")
    assert repaired is not None
    assert "colour: red" in repaired.text
    assert [finding.message for finding in repaired.after.findings] == ["spec.containers[0]: unknown field 'colour'"]
