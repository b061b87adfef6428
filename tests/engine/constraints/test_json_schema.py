"""Every keyword of JSON Schema is enforced or refused; the oracle is the `jsonschema` package."""

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_specifications import REGISTRY

from assistant.engine.constraints.json_schema import ANNOTATIONS, read
from assistant.errors import InvalidParameter, RequestError, UnsupportedParameter
from tests.engine.constraints.forms import accepts, compact, compiled, walk

DRAFT = "https://json-schema.org/draft/2020-12"
VOCABULARIES = ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content"]
STANDARD = {keyword for name in VOCABULARIES for keyword in REGISTRY[f"{DRAFT}/meta/{name}"].contents["properties"]} | {
    "definitions",
    "dependencies",
    "$recursiveRef",
    "additionalItems",
}

# keyword -> a schema, values that it allows, values that it does not
ENFORCED = {
    "type": ({"type": ["integer", "null"]}, [3, None], ["3", 1.5, {}]),
    "const": ({"const": {"a": [1, "x"]}}, [{"a": [1, "x"]}], [{"a": [1]}, 1]),
    "enum": ({"enum": ["é", "日本", 2, None]}, ["é", 2, None], ["e", 3]),
    "minimum": ({"type": "number", "minimum": -1.5}, [-1.5, 0], [-1.6, -2]),
    "maximum": ({"type": "integer", "maximum": 10}, [10, -99], [11, 100]),
    "exclusiveMinimum": ({"type": "integer", "exclusiveMinimum": 3}, [4], [3, 2]),
    "exclusiveMaximum": ({"type": "number", "exclusiveMaximum": 3}, [2.99], [3, 3.01]),
    "multipleOf": ({"type": "integer", "multipleOf": 7}, [0, 7, 700], [1, 8]),
    "minLength": ({"type": "string", "minLength": 2}, ["ab", "😀😀", "\n\n"], ["", "😀", "\n"]),
    "maxLength": ({"type": "string", "maxLength": 2}, ["", "😀😀"], ["abc", "😀😀😀"]),
    "pattern": ({"type": "string", "pattern": "^[A-Z]{2}-\\d+$"}, ["AB-1"], ["ab-1", "AB-", "xAB-1"]),
    "format": ({"type": "string", "format": "date"}, ["2024-02-29"], ["2023-02-29", "2024-13-01", "today"]),
    "properties": ({"type": "object", "properties": {"a": {"type": "integer"}}}, [{"a": 1}, {}, {"b": "x"}], [{"a": "x"}]),
    "required": ({"type": "object", "required": ["a"]}, [{"a": 1}], [{}, {"b": 1}]),
    "additionalProperties": ({"type": "object", "additionalProperties": {"type": "integer"}}, [{"x": 1}], [{"x": "1"}]),
    "patternProperties": (
        {"type": "object", "patternProperties": {"^n_": {"type": "integer"}}},
        [{"n_a": 1, "b": "x"}],
        [{"n_a": "x"}],
    ),
    "minProperties": ({"type": "object", "minProperties": 1}, [{"a": 1}], [{}]),
    "maxProperties": ({"type": "object", "maxProperties": 1}, [{"a": 1}, {}], [{"a": 1, "b": 2}]),
    "items": ({"type": "array", "items": {"type": "integer"}}, [[], [1, 2]], [["a"]]),
    "prefixItems": ({"type": "array", "prefixItems": [{"type": "integer"}]}, [[1, "x"]], [["x"]]),
    "additionalItems": ({"items": [{"type": "integer"}], "additionalItems": False, "type": "array"}, [[1]], [[1, 2]]),
    "minItems": ({"type": "array", "minItems": 2}, [[1, 2]], [[1]]),
    "maxItems": ({"type": "array", "maxItems": 1}, [[1]], [[1, 2]]),
    "allOf": ({"allOf": [{"type": "integer"}, {"minimum": 3}]}, [3], [2, "x"]),
    "anyOf": ({"anyOf": [{"type": "integer"}, {"type": "string", "maxLength": 1}]}, [3, "x"], ["xy", None]),
    "oneOf": ({"oneOf": [{"type": "integer"}, {"type": "string", "maxLength": 1}]}, [3, "x"], ["xy", None]),
    "$ref": ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "integer"}}}, [3], ["x"]),
    "definitions": ({"$ref": "#/definitions/a", "definitions": {"a": {"type": "integer"}}}, [3], ["x"]),
    "$defs": ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer"}}}, [3], ["x"]),
}

REFUSED = {
    "not": {"type": "integer"},
    "if": {"type": "integer"},
    "then": {"type": "integer"},
    "else": {"type": "integer"},
    "dependentSchemas": {"a": {"required": ["b"]}},
    "dependentRequired": {"a": ["b"]},
    "dependencies": {"a": ["b"]},
    "propertyNames": {"pattern": "^a"},
    "contains": {"type": "integer"},
    "minContains": 1,
    "maxContains": 1,
    "uniqueItems": True,
    "unevaluatedItems": False,
    "unevaluatedProperties": False,
    "$dynamicRef": "#node",
    "$recursiveRef": "#",
    "contentEncoding": "base64",
    "contentMediaType": "application/json",
    "contentSchema": {"type": "integer"},
}


def test_each_keyword_of_the_standard_is_an_annotation_or_enforced_or_refused():
    assert (ENFORCED.keys() | REFUSED.keys() | ANNOTATIONS) & STANDARD == STANDARD
    assert not ENFORCED.keys() & REFUSED.keys()


@pytest.mark.parametrize("keyword", ENFORCED)
def test_what_a_keyword_forbids_cannot_be_generated(keyword, smollm, smollm_compiler):
    schema, right, wrong = ENFORCED[keyword]
    for value in right:
        assert accepts(smollm_compiler, smollm, schema, compact(value)), value
    for value in wrong:
        assert not accepts(smollm_compiler, smollm, schema, compact(value)), value
    validator = jsonschema.Draft7Validator if keyword == "additionalItems" else jsonschema.Draft202012Validator
    for seed in range(5):
        if (text := walk(smollm_compiler, smollm, schema, seed=seed)) is not None:
            validator(schema, format_checker=validator.FORMAT_CHECKER).validate(json.loads(text))


@pytest.mark.parametrize("keyword", REFUSED)
@pytest.mark.parametrize("inner", [False, True])
def test_a_keyword_that_would_not_be_enforced_is_refused_by_name_and_place(keyword, inner):
    schema = {keyword: REFUSED[keyword]}
    document = {"type": "object", "properties": {"a b": {"anyOf": [{"type": "null"}, schema]}}} if inner else schema
    with pytest.raises(UnsupportedParameter) as caught:
        read(document, "tools[0].function.parameters")
    place = "tools[0].function.parameters" + (".properties['a b'].anyOf[1]" if inner else "") + f".{keyword}: "
    assert caught.value.message.startswith(place)
    assert repr(keyword) in caught.value.message
    assert caught.value.param == "tools[0].function.parameters"


def test_annotations_and_extensions_ask_nothing_and_cannot_change_how_it_is_enforced(smollm, smollm_compiler):
    schema = {
        "$schema": f"{DRAFT}/schema",
        "$id": "https://example.com/a",
        "title": "t",
        "description": "d",
        "default": {"a": 1},
        "examples": [1],
        "$comment": "c",
        "deprecated": True,
        "readOnly": False,
        "writeOnly": False,
        "x-guidance": {"lenient": True, "whitespace_flexible": True},
        "uniqueItems": False,
        "type": "object",
        "properties": {"default": {"type": "integer", "title": "x"}},
        "additionalProperties": False,
    }
    assert accepts(smollm_compiler, smollm, schema, '{"default": 1}')
    assert not accepts(smollm_compiler, smollm, schema, '{"default":\n\n1}')


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"requiredProperties": ["a"]}, "field.requiredProperties: "),
        ({"nullable": True, "type": "string"}, "field.nullable: "),
        ({"type": "text"}, "field.type: "),
        ({"type": []}, "field.type: "),
        ({"properties": []}, "field.properties: "),
        ({"properties": {"a": 3}}, "field.properties.a: "),
        ({"required": "a"}, "field.required: "),
        ({"minLength": -1}, "field.minLength: "),
        ({"minLength": "1"}, "field.minLength: "),
        ({"minimum": float("nan")}, "field.minimum: "),
        ({"maximum": 2**70}, "field.maximum: "),
        ({"multipleOf": 0}, "field.multipleOf: "),
        ({"multipleOf": 999983}, "field.multipleOf: "),
        ({"allOf": [{"multipleOf": 997}, {"multipleOf": 0.991}]}, "field.allOf[1].multipleOf: "),
        ({"enum": []}, "field.enum: "),
        ({"enum": ["a", "\u0001"]}, "field.enum[1]: "),
        ({"const": "\ud800"}, "field.const: "),
        ({"anyOf": []}, "field.anyOf: "),
        ({"format": "regex"}, "field.format: "),
        ({"pattern": "(?=a)"}, "field.pattern: "),
        ({"patternProperties": {"a": {}, "(?<=b)": {}}}, "field.patternProperties['(?<=b)']: "),
        ({"$ref": "https://example.com/x"}, "field.$ref: "),
        ({"$ref": "#/$defs/none"}, "field.$ref: "),
        ({"oneOf": [{"type": "integer"}, {"minimum": 1}]}, "field.oneOf: "),
        ({"minProperties": 2}, "field.minProperties: "),
        ({"properties": {f"p{i}": {} for i in range(501)}}, "field.properties: "),
        ({"enum": [f"{i}" for i in range(20_001)]}, "field.enum["),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"items": {"not": {}}}}}, "field.$defs.a.items.not: "),
        (False, "field: "),
        ([], "field: "),
        ({"description": "x" * 500_000}, "field: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(schema, place):
    with pytest.raises((InvalidParameter, UnsupportedParameter)) as caught:
        read(schema, "field")
    assert caught.value.message.startswith(place)


@pytest.mark.parametrize("levels", [100, 5_000])
def test_a_schema_of_any_depth_is_refused_and_not_followed(levels):
    schema = {"type": "integer"}
    for _ in range(levels):
        schema = {"type": "array", "items": schema}
    with pytest.raises(InvalidParameter, match="levels deep"):
        read(schema, "field")


ANIMALS = {
    "$defs": {
        "Cat": {"type": "object", "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}, "required": ["kind"]},
        "Dog": {"type": "object", "properties": {"kind": {"const": "dog"}, "lives": {"type": "string"}}, "required": ["kind"]},
    },
    "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/$defs/Cat", "dog": "#/$defs/Dog"}},
    "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
}


def test_alternatives_that_a_property_tells_apart_are_enforced(smollm, smollm_compiler):
    for value in ({"kind": "cat", "lives": 9}, {"kind": "dog", "lives": "x"}):
        assert accepts(smollm_compiler, smollm, ANIMALS, compact(value))
    for value in ({"kind": "cat", "lives": "x"}, {"kind": "cow"}):
        assert not accepts(smollm_compiler, smollm, ANIMALS, compact(value))


def test_alternatives_that_the_type_beside_them_tells_apart_are_enforced(smollm, smollm_compiler):
    kinds = [{"properties": {"k": {"enum": names}}, "required": ["k"]} for names in (["a", "b"], ["c"])]
    assert accepts(smollm_compiler, smollm, {"type": "object", "oneOf": kinds}, '{"k": "b"}')
    with pytest.raises(UnsupportedParameter):  # 1 has no `k` and satisfies both
        compiled(smollm_compiler, {"oneOf": kinds})


def test_a_reference_to_itself_goes_as_deep_as_the_answer(smollm, smollm_compiler):
    node = {
        "type": "object",
        "properties": {"v": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
        "required": ["v", "next"],
        "additionalProperties": False,
    }
    value = None
    for number in range(30):
        value = {"v": number, "next": value}
    assert accepts(smollm_compiler, smollm, node, compact(value))
    assert not accepts(smollm_compiler, smollm, node, compact(value).replace("null", "{}"))


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]},
        {"type": "array", "items": {"$ref": "#"}, "minItems": 1},
        {"allOf": [{"type": "integer"}, {"type": "string"}]},
        {"type": "string", "pattern": "^a$", "minLength": 2},
        {"type": "integer", "minimum": 3, "maximum": 2},
    ],
)
def test_a_schema_that_nothing_finite_can_satisfy_is_refused(schema, smollm_compiler):
    with pytest.raises(InvalidParameter, match=r"field.schema: no value can satisfy it"):
        compiled(smollm_compiler, schema)


def test_a_name_cannot_be_spelt_so_that_it_escapes_its_schema(smollm, smollm_compiler):
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": {"type": "string"}}
    assert accepts(smollm_compiler, smollm, schema, '{"b": "x"}')
    assert not accepts(smollm_compiler, smollm, schema, '{"\\u0061": "x"}')


WORDS = st.text(st.characters(codec="utf-8", max_codepoint=0x1FFFF, exclude_categories=("Cc", "Cs")), min_size=1, max_size=6)
SCALARS = st.one_of(
    st.just({"type": "null"}),
    st.just({"type": "boolean"}),
    st.builds(
        lambda low, size, kind: {"type": kind, "minimum": low, "maximum": low + size},
        st.integers(-1000, 1000),
        st.integers(0, 500),
        st.sampled_from(["integer", "number"]),
    ),
    st.builds(
        lambda low, more: {"type": "string", "minLength": low, "maxLength": low + more}, st.integers(0, 4), st.integers(0, 6)
    ),
    st.sampled_from(["^[a-z]+$", "^\\d{3}-[A-F]{2}$", "^(ja|nein|vielleicht)$", "^é.{0,3}$"]).map(
        lambda pattern: {"type": "string", "pattern": pattern, "maxLength": 12}
    ),
    st.sampled_from(["date", "time", "date-time", "ipv4", "ipv6", "uuid"]).map(lambda name: {"type": "string", "format": name}),
    st.lists(st.one_of(WORDS, st.integers(-99, 99), st.none(), st.booleans()), min_size=1, max_size=5).map(
        lambda values: {"enum": values}
    ),
    WORDS.map(lambda word: {"const": word}),
)


def _objects(inner):
    def build(properties, chosen, closed):
        required = [name for name, keep in zip(properties, chosen, strict=False) if keep]
        found = {"type": "object", "properties": properties, "required": required}
        return {**found, "additionalProperties": False} if closed else {**found, "additionalProperties": {"type": "boolean"}}

    return st.builds(build, st.dictionaries(WORDS, inner, max_size=4), st.lists(st.booleans(), max_size=4), st.booleans())


SCHEMAS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        _objects(inner),
        st.builds(
            lambda items, low: {"type": "array", "items": items, "minItems": low, "maxItems": low + 2}, inner, st.integers(0, 2)
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda options: {"anyOf": options}),
        st.builds(
            lambda first, rest: {"type": "array", "prefixItems": first, "items": rest, "maxItems": len(first) + 1},
            st.lists(inner, min_size=1, max_size=2),
            st.one_of(inner, st.just(False)),
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(schema=SCHEMAS, seed=st.integers(0, 1000))
def test_any_schema_gives_valid_answers_whatever_is_drawn(schema, seed, smollm, smollm_compiler):
    jsonschema.Draft202012Validator.check_schema(schema)
    try:
        text = walk(smollm_compiler, smollm, schema, seed=seed)
    except RequestError as error:
        pytest.fail(f"refused: {error.message}")
    if text is not None:
        checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
        jsonschema.Draft202012Validator(schema, format_checker=checker).validate(json.loads(text))
