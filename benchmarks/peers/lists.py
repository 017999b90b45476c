# SPDX-License-Identifier: Apache-2.0
"""faiss on a mixture of 2,000 Gaussians x 128: build seconds, recall@10, queries/s of one thread.

The vectors are drawn as benchmarks/lists draws its own, by another generator.
"""
import sys
import time

try:
    import faiss
    import numpy as np
except ImportError as missing:
    sys.exit(f"{missing}; install faiss-cpu and numpy for this Python to compare with faiss")

COUNT, CLASSES, DIM, INTRINSIC, QUERIES, K = int(sys.argv[1]), 2000, 128, 24, 2000, 10
random = np.random.default_rng(1)
turn = random.standard_normal((INTRINSIC, DIM), dtype=np.float32)
families = random.standard_normal((CLASSES // 10 + 1, INTRINSIC), dtype=np.float32)
centres = families[np.arange(CLASSES) // 10]
centres = centres + 0.7 * random.standard_normal((CLASSES, INTRINSIC), dtype=np.float32)
labels = np.arange(COUNT + QUERIES) * CLASSES // (COUNT + QUERIES)
points = centres[labels] + 0.35 * random.standard_normal((len(labels), INTRINSIC), dtype=np.float32)
vectors = points @ turn
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
held_out = np.arange(len(vectors)) % (len(vectors) // QUERIES) == 0
queries, base = np.ascontiguousarray(vectors[held_out]), np.ascontiguousarray(vectors[~held_out])

exact = faiss.IndexFlatL2(DIM)
exact.add(base)
_, wanted = exact.search(queries, K)


def measure(name, index, effort, values):
    for value in values:
        effort(value)
        faiss.omp_set_num_threads(1)
        index.search(queries[:1], K)
        speed = 0
        for _ in range(3):
            start = time.perf_counter()
            found = np.concatenate([index.search(query[None], K)[1] for query in queries])
            speed = max(speed, len(queries) / (time.perf_counter() - start))
        recall = np.mean([len(set(a) & set(b)) / K for a, b in zip(wanted, found)])
        print(f"{name} {value}: recall@{K} {recall:.4f}, {speed:,.0f} queries/s")


faiss.omp_set_num_threads(2)
start = time.perf_counter()
hnsw = faiss.IndexHNSWFlat(DIM, 16)
hnsw.hnsw.efConstruction = 100
hnsw.add(base)
print(f"HNSW built in {time.perf_counter() - start:.1f} s on two threads")
measure("HNSW, efSearch", hnsw, lambda ef: setattr(hnsw.hnsw, "efSearch", ef), [16, 32, 64, 128])
faiss.omp_set_num_threads(2)
start = time.perf_counter()
ivf = faiss.IndexIVFFlat(faiss.IndexFlatL2(DIM), DIM, 1024)
ivf.train(base)
ivf.add(base)
print(f"IVF of 1,024 lists built in {time.perf_counter() - start:.1f} s on two threads")
measure("IVF, nprobe", ivf, lambda probes: setattr(ivf, "nprobe", probes), [1, 2, 4, 8, 16, 32])
