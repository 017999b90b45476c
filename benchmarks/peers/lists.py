# SPDX-License-Identifier: Apache-2.0
"""faiss on the vectors of a .npy file: build seconds, recall@10, queries/s of one thread.

    lists.py VECTORS.npy [LISTS]
    lists.py --gaussians VECTORS.npy [SPREAD]    draws 202,000 x 128 of 2,000 Gaussians first; SPREAD (0.5) is
        the deviation within one, 1 that of their means
"""
import sys
import time

try:
    import faiss
    import numpy as np
except ImportError as missing:
    sys.exit(f"{missing}; install faiss-cpu and numpy for this Python to compare with faiss")

QUERIES, K = 2000, 10
if sys.argv[1] == "--gaussians":
    random = np.random.default_rng(1)
    means = random.standard_normal((2000, 128), dtype=np.float32)
    drawn = means[np.arange(202_000) * 2000 // 202_000]
    spread = np.float32(sys.argv[3] if len(sys.argv) > 3 else 0.5)
    drawn += spread * random.standard_normal(drawn.shape, dtype=np.float32)
    np.save(sys.argv[2], drawn)
    sys.exit()
vectors = np.load(sys.argv[1])
DIM = vectors.shape[1]
LISTS = int(sys.argv[2]) if len(sys.argv) > 2 else 1024
held_out = np.arange(len(vectors)) % (len(vectors) // QUERIES) == 0
queries, base = np.ascontiguousarray(vectors[held_out]), np.ascontiguousarray(vectors[~held_out])
print(f"{len(base):,} vectors of {DIM}, {len(queries):,} queries")

exact = faiss.IndexFlatL2(DIM)
exact.add(base)
_, wanted = exact.search(queries, K)


def measure(name, index, effort, values):
    for value in values:
        effort(value)
        faiss.omp_set_num_threads(1)
        index.search(queries[:1], K)
        alone = together = 0
        for _ in range(3):
            start = time.perf_counter()
            found = np.concatenate([index.search(query[None], K)[1] for query in queries])
            alone = max(alone, len(queries) / (time.perf_counter() - start))
            start = time.perf_counter()
            index.search(queries, K)
            together = max(together, len(queries) / (time.perf_counter() - start))
        recall = np.mean([len(set(a) & set(b)) / K for a, b in zip(wanted, found)])
        print(f"{name} {value}: recall@{K} {recall:.4f}, queries/s one by one {alone:,.0f}, in one call {together:,.0f}")


faiss.omp_set_num_threads(2)
start = time.perf_counter()
hnsw = faiss.IndexHNSWFlat(DIM, 16)
hnsw.hnsw.efConstruction = 100
hnsw.add(base)
print(f"HNSW built in {time.perf_counter() - start:.1f} s on two threads")
measure("HNSW, efSearch", hnsw, lambda ef: setattr(hnsw.hnsw, "efSearch", ef), [8, 16, 32, 64, 128])
faiss.omp_set_num_threads(2)
start = time.perf_counter()
ivf = faiss.IndexIVFFlat(faiss.IndexFlatL2(DIM), DIM, LISTS)
ivf.train(base)
ivf.add(base)
print(f"IVF of {LISTS:,} lists built in {time.perf_counter() - start:.1f} s on two threads")
measure("IVF, nprobe", ivf, lambda probes: setattr(ivf, "nprobe", probes), [1, 2, 4, 8, 16, 32, 64])
