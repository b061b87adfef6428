import pytest

from evaluation.commands import command, commands_of, inline_commands, pattern


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("kubectl rollout undo deployment web", "kubectl -n shop rollout undo deploy/web"),
        ("kubectl rollout undo deployment web", "kubectl rollout undo deployments web --to-revision=2"),
        ("kubectl logs -p|--previous -n|--namespace=shop", "kubectl logs web-1 --previous --namespace=shop"),
        ("kubectl logs -p|--previous -n|--namespace=shop", "kubectl logs -p -nshop web-1"),
        ("kubectl get pod -A|--all-namespaces", "kubectl get po -A -o wide"),
        ("ss -l|--listening", "sudo ss -tulpn"),
        ("docker compose up -d", "docker-compose up -d web"),
        ("terraform plan -target=module.network", "tofu plan -target=module.network"),
        ("journalctl -u|--unit=nginx", "journalctl -u nginx.service --since today"),
        ("tar -f=*.tgz", "tar -xzf site.tgz"),
        ("docker run -m|--memory=256m|256mb nginx", "docker run -d --memory 256mb nginx"),
        ("git reset HEAD~1|HEAD^ !--hard", "git reset --soft HEAD^"),
        ("psql -c=*DELETE*", 'psql -h db -c "DELETE FROM orders"'),
        ("kubectl delete namespace", "sudo -E kubectl delete ns shop"),
        ("*warmup* --top", "/opt/catalogue/bin/warmup --top 5000"),
    ],
)
def test_a_pattern_fits_commands_that_do_the_same(wanted, given):
    assert pattern(wanted).fits(command(given))


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("kubectl rollout undo deployment web", "kubectl rollout restart deployment/web"),
        ("kubectl rollout undo deployment web", "kubectl rollout undo deployment/api"),
        ("kubectl logs -p|--previous", "kubectl logs web-1"),
        ("kubectl logs -n|--namespace=shop", "kubectl logs -n bank web-1"),
        ("git reset HEAD~1 !--hard", "git reset --hard HEAD~1"),
        ("terraform plan -d", "terraform plan -destroy"),
        ("df", "echo df"),
        ("kubectl delete", "echo 'kubectl delete ns shop'"),
        ("docker rm -f|--force", "docker rm web"),
        ("docker run --memory=256m|256mb", "docker run --memory 512m nginx"),
    ],
)
def test_and_no_others(wanted, given):
    assert not pattern(wanted).fits(command(given))


@pytest.mark.parametrize("wrong", ["", "kubectl get|", "-n|=x"])
def test_a_pattern_that_says_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match=r"pattern|alternative"):
        pattern(wrong)


def test_commands_are_found_in_loops_pipes_and_transcripts():
    loop = commands_of('for ns in $(kubectl get ns -o name); do\n  kubectl delete "$ns"\ndone\n')
    assert any(pattern("kubectl get namespace").fits(each) for each in loop)
    assert any(pattern("kubectl delete").fits(each) for each in loop)
    typed = commands_of("$ df -h\nFilesystem Size\n$ du -sh /var\n", transcript=True)
    assert [each.words[0] for each in typed] == ["df", "du"]


def test_commands_between_backticks_count_and_single_words_do_not():
    assert [each.text for each in inline_commands("Run `df -h` in a `shell`, not ``` `x y` ```.")] == ["df -h", "x y"]
