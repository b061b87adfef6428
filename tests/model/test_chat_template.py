import pytest
from tokenizers import Tokenizer as Backend
from tokenizers.models import WordLevel
from transformers import PreTrainedTokenizerFast

from assistant.errors import InvalidParameter, ModelError
from assistant.model.chat_template import ChatTemplate

NAMES = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
CHAT = [
    {"role": "system", "content": "Be <brief> & 'kind'."},
    {"role": "user", "content": "  Größe von 漢字 🦙?\n"},
    {"role": "assistant", "content": "Klein."},
    {"role": "user", "content": "Und jetzt?"},
]
TOOL = {
    "type": "function",
    "function": {
        "name": "pods",
        "description": "Lists the pods of a <namespace>, größte first.",
        "parameters": {"type": "object", "properties": {"namespace": {"type": "string"}}, "required": ["namespace"]},
    },
}
CALLS = [
    {"role": "user", "content": "Which pods run?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "1", "type": "function", "function": {"name": "pods", "arguments": {"namespace": "größe"}}}],
    },
    {"role": "tool", "tool_call_id": "1", "content": {"pods": ["a", "b"], "more": False}},
]

TEMPLATES = {
    "a loop with its variables": "{% for m in messages %}{{ loop.index }}/{{ loop.length }} {{ m.role }}"
    "{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}",
    "break and continue": "{% for m in messages %}{% if m.role == 'assistant' %}{% continue %}{% endif %}{{ m.content }}"
    "{% if loop.index == 3 %}{% break %}{% endif %}{% endfor %}",
    "recursion": "{% for m in [[1, [2]], [3]] recursive %}[{{ loop(m) if m is iterable else m }}]{% endfor %}",
    "json": "{{ messages | tojson }}",
    "json with an indent": "{{ messages | tojson(indent=4) }}",
    "json in ascii": "{{ messages[1] | tojson(ensure_ascii=True) }}",
    "json with options by position": "{{ messages[1] | tojson(true, 2) }}",
    "json with separators and order": "{{ messages[0] | tojson(separators=(',', ':'), sort_keys=true) }}",
    "control tokens": "{{ bos_token }}{{ eos_token }}{{ pad_token }}{{ unk_token }}[{{ sep_token }}]{{ cls_token is defined }}",
    "the prompt for the answer": "{{ add_generation_prompt }}{% if add_generation_prompt %}>{% endif %}",
    "a namespace": "{% set ns = namespace(found=false, n=0) %}{% for m in messages %}{% if m.role == 'user' %}"
    "{% set ns.found = true %}{% set ns.n = ns.n + 1 %}{% endif %}{% endfor %}{{ ns.found }}{{ ns.n }}",
    "a namespace from a mapping": "{% set ns = namespace({'a': 1}, self=2) %}{{ ns.a }}{{ ns.self }}",
    "a macro": "{% macro turn(m, end='|') %}<{{ m.role }}>{{ m.content | trim }}{{ end }}{{ caller() if caller }}{% endmacro %}"
    "{% for m in messages %}{{ turn(m) }}{{ turn(m, end='') }}{% endfor %}{% call turn(messages[0]) %}called{% endcall %}",
    "a generation block": "{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{% set x = 'in' %}"
    "{{ m.content }}{{ x }}{%- endgeneration %}{% else %}{{ m.content }}{{ x }}{% endif %}{% endfor %}",
    "a generation block over lines": "{% for m in messages %}\n"
    "  {%- generation -%}\n  {{ m.content }}\n  {% endgeneration %}\n{% endfor %}\n",
    "trimmed blocks": "{% for m in messages %}\n"
    "    {% if m.role == 'user' %}\n  {{ m.role }}\n    {% endif %}\n{% endfor %}\nend\n",
    "kept blanks": "  {%+ if true %} a {% endif %}\n\n {# a note #}\n b \n{%- if true %} c {% endif -%} \n d",
    "a missing variable": "[{{ nothing }}]{{ nothing is defined }}{{ nothing or 'else' }}"
    "{{ messages[0].nothing }}{{ messages[0]['x'] }}",
    "what was not asked for": "{{ tools is none }}{{ documents is none }}{{ tools is defined }}{{ custom is defined }}",
    "slices and filters": "{{ messages[1:] | map(attribute='role') | join(',') }}{{ messages[::-1] | length }}"
    "{{ messages | selectattr('role', 'equalto', 'user') | list | length }}"
    "{{ messages[0].content | upper | replace('BE', 'be') }}"
    "{{ messages[0] | items | list }}{{ messages | groupby('role') | length }}{{ messages[1].content.split('?')[0].strip() }}",
    "tests of types": "{{ messages[0] is mapping }}{{ messages is sequence }}"
    "{{ messages[0].content is string }}{{ none is none }}{{ 1 is number }}",
    "dicts": "{{ dict(a=1, b=2) | tojson }}{{ dict([('x', 1)]) }}{{ dict.fromkeys('ab', 0) }}"
    "{% set d = {'k': messages[0]} %}{{ d.k.role }}",
    "arithmetic and text": "{{ 7 // 2 }}{{ 2 ** 5 }}{{ 'a' * 3 }}{{ 'a' ~ 1 }}"
    "{{ '%s-%d' % ('x', 3) }}{{ 5 % 3 }}{{ 'x' if false }}",
    "html as it is": "{{ '<b>&' }}{{ messages[0].content }}{{ '<' | e }}",
    "a set block": "{% set text %}\n{{ messages[0].content }} {% endset %}[{{ text }}]",
    "raw text": "{% raw %}{{ no }}{% endraw %}\\n\n{{ 'a\\nb' }}",
    "a line at the end": "{{ messages[0].role }}\n",
    "a date given": "{{ date if date is defined else strftime_now('%Y') }}",
}

# The traits of the template of Llama 3.2: the date, tools as indented JSON in the first user's message, calls and results.
LLAMA = """{{- bos_token }}
{%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
{%- if not tools_in_user_message is defined %}{%- set tools_in_user_message = true %}{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}{%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}{%- set date_string = "26 Jul 2024" %}{%- endif %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}

{#- The first system message opens the conversation. #}
{%- set system = "" %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}{{- "Environment: shell\\n" }}{%- endif %}
{{- "Known until: December\\nDate: " + date_string + "\\n\\n" }}
{%- if tools is not none and not tools_in_user_message %}
    {{- "You may call:\\n" }}
    {%- for tool in tools %}
        {{- tool | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
{%- endif %}
{{- system + "<|eot_id|>" }}

{%- if tools_in_user_message and tools is not none %}
    {%- if messages | length != 0 %}
        {%- set first = messages[0]['content'] | trim %}
        {%- set messages = messages[1:] %}
    {%- else %}
        {{- raise_exception("There is no user's message to put the tools into.") }}
    {%- endif %}
    {{- "<|start_header_id|>user<|end_header_id|>\\n\\n" }}
    {%- for tool in tools %}
        {{- tool | tojson(indent=4) + "\\n\\n" }}
    {%- endfor %}
    {{- first + "<|eot_id|>" }}
{%- endif %}

{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls | length == 1 %}
            {{- raise_exception("One call at a time.") }}
        {%- endif %}
        {%- set call = message.tool_calls[0].function %}
        {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n{"name": "' + call.name + '", "parameters": ' }}
        {{- call.arguments | tojson }}
        {{- "}<|eot_id|>" }}
    {%- else %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""


@pytest.fixture(scope="module")
def oracle():
    backend = Backend(WordLevel({"<unk>": 0}, "<unk>"))
    return PreTrainedTokenizerFast(tokenizer_object=backend, **NAMES)


def ours(source, messages=CHAT, **options):
    return ChatTemplate({"default": source}, NAMES).render(messages, **options)


def theirs(oracle, source, messages=CHAT, *, add_generation_prompt=True, **options):
    return oracle.apply_chat_template(
        messages, chat_template=source, tokenize=False, add_generation_prompt=add_generation_prompt, **options
    )


@pytest.mark.parametrize("add_generation_prompt", [True, False])
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_rendered_as_transformers_does(oracle, name, add_generation_prompt):
    options = {"add_generation_prompt": add_generation_prompt}
    assert ours(TEMPLATES[name], **options) == theirs(oracle, TEMPLATES[name], **options)


@pytest.mark.parametrize("date", [{"date_string": "01 Feb 2025"}, {}])
@pytest.mark.parametrize(
    ("messages", "options"),
    [
        (CHAT, {}),
        (CHAT[1:], {}),
        (CALLS, {"tools": [TOOL]}),
        (CALLS, {"tools": [TOOL, TOOL], "tools_in_user_message": False}),
        ([CHAT[0], *CALLS], {"custom_tools": [TOOL]}),
        (CHAT, {"add_generation_prompt": False}),
    ],
)
def test_the_traits_of_llama_3_2_are_rendered_as_transformers_does(oracle, messages, options, date):
    options = {**options, **date}
    before = ours(LLAMA, messages, **options)
    expected = theirs(oracle, LLAMA, messages, **options)
    after = ours(LLAMA, messages, **options)
    assert expected in (before, after)  # midnight may come between
    assert "<|start_header_id|>" in expected


def test_the_time_is_that_of_the_server(oracle):
    source = "{{ strftime_now('%d %B %Y %z') }}"
    before, expected, after = ours(source), theirs(oracle, source), ours(source)
    assert expected in (before, after)


@pytest.mark.parametrize("field", ["reasoning_content", "thinking", "reasoning"])
def test_reasoning_is_known_under_every_name_as_in_transformers(oracle, field):
    source = "{% for m in messages %}{{ m.reasoning_content }}|{{ m.thinking }}|{{ m.content }}{{ m | length }}{% endfor %}"
    messages = [{"role": "assistant", "content": "b", field: "a", "tool_calls": None}, {"role": "user", "content": None}]
    assert ours(source, messages) == theirs(oracle, source, messages)


def test_variables_win_over_control_tokens_as_in_transformers(oracle):
    source = "{{ bos_token }}{{ documents[0].title }}{{ custom }}"
    options = {"bos_token": "x", "custom": [1, {"a": None}], "documents": [{"title": "t", "text": "u"}]}
    assert ours(source, **options) == theirs(oracle, source, **options)


def test_a_template_for_tools_is_taken_when_there_are_tools():
    template = ChatTemplate({"default": "plain", "tool_use": "tools: {{ tools[0].function.name }}"}, {})
    assert template.render(CHAT) == "plain"
    assert template.render(CHAT, tools=[TOOL]) == "tools: pods"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{{ raise_exception('roles must alternate') }}", "roles must alternate"),
        ("{{ nothing.at_all }}", "nothing"),
        ("{{ messages[0].content + 1 }}", "str"),
        ("{{ 1 / 0 }}", "division"),
        ("{{ messages | first | tojson(indent='x', y=1) }}", "unexpected keyword"),
        ("{{ {} | tojson(separators=1) }}{{ namespace | tojson }}", "JSON serializable|unpack"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "recursion"),
        ("{% for i in range(10000000) %}{% endfor %}", "Range too big"),
        ("{% include 'other' %}", "no loader"),
    ],
)
def test_what_a_template_refuses_is_an_error_of_the_messages(source, says):
    with pytest.raises(InvalidParameter, match=f"This model cannot take these messages: .*({says})") as caught:
        ours(source)
    assert caught.value.param == "messages"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ lipsum.__globals__['os'].popen('true').read() }}",
        "{{ raise_exception.__globals__.keys() }}",
        "{{ tojson.__globals__.keys() }}",
        "{{ dict.__call__.__func__ }}",
        "{{ namespace.__init__.__globals__.keys() }}",
        "{{ namespace(__class__=1) }}",
        "{% set ns = namespace() %}{% set ns.__class__ = 1 %}",
        "{{ '{0.__class__.__mro__}'.format('') + 1 }}",
        "{{ ''|attr('__class__') + 1 }}",
        "{{ messages.append(1) }}",
        "{{ messages[0].update({'role': 'system'}) }}",
        "{{ messages.clear() }}",
        "{{ self.__init__.__globals__.keys() }}",
    ],
)
def test_a_hostile_template_stays_in_its_sandbox(source):
    chat = [dict(message) for message in CHAT]
    with pytest.raises(InvalidParameter):
        ours(source, chat)
    assert chat == CHAT


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("a\n{% if %}", "in line 2"),
        ("{% for m in messages %}", "in line 1"),
        ("{{ 'a' | no_such_filter }}", "no_such_filter"),
        ("{% generation %}", "endgeneration"),
        ("{% unknown %}", "unknown"),
        ("{% if true %}" * 2000 + "{% endif %}" * 2000, "recursion"),
        ("{{ " + "(" * 5000 + ")" * 5000 + " }}", "recursion"),
        ("{% for a in messages %}" * 30 + "{% endfor %}" * 30, "nested"),
    ],
)
def test_a_damaged_template_is_an_error_of_the_model(source, says):
    with pytest.raises(ModelError, match=f"chat template 'default' is wrong.*{says}.*copy the model again"):
        ours(source)
