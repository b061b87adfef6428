from collections.abc import Iterator

import pytest

from assistant.application import prepare
from assistant.engine.constraints.compiler import GrammarCompiler
from assistant.model.tokenizer import Tokenizer
from assistant.settings import Settings
from tests import llama


@pytest.fixture(scope="session")
def smollm() -> Tokenizer:
    """The tokenizer of the embedded model."""
    return Tokenizer.load(prepare(Settings(model="embedded")).checkpoint.folder)


@pytest.fixture(scope="session")
def smollm_compiler(smollm: Tokenizer) -> Iterator[GrammarCompiler]:
    compiler = GrammarCompiler(smollm)
    yield compiler
    compiler.close()


@pytest.fixture(scope="session")
def llama3(llama_folder) -> Tokenizer:
    """The tokenizer of Llama 3."""
    return Tokenizer.load(llama_folder, eos_token_ids=llama.CONFIG["eos_token_id"])


@pytest.fixture(scope="session")
def llama3_compiler(llama3: Tokenizer) -> Iterator[GrammarCompiler]:
    compiler = GrammarCompiler(llama3)
    yield compiler
    compiler.close()
