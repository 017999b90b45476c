/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.nio.file.Path;
import java.util.Optional;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.worker.gpu.Gpu;

/**
 * The native library that an engine computes with, in this JVM. The doctor, the benchmarks and the
 * log ask it. Implementations are stateless and thread-safe.
 */
public interface Backend {

  /**
   * How much memory the library may allocate, in bytes; 0 is no limit.
   *
   * @param outside the Java heap
   * @param process the size of the whole process beyond which it allocates no more
   */
  record MemoryLimits(long outside, long process) {}

  /**
   * Loads the library and returns its path; "unknown" where the system does not tell.
   *
   * @throws LinkageError if it cannot be loaded
   */
  String library();

  /** Loads the library and returns how many threads one operation runs on. */
  int threads();

  /**
   * Refuses a library that is needlessly slow on this machine, or that cannot run on it. Loads it.
   *
   * @throws IllegalStateException if it is; says why, and the remedy
   */
  void requireFast();

  /**
   * Refuses a process that cannot give the library the memory that the settings promise.
   *
   * @throws IllegalStateException if its limit is lower, or its machine has less; says how to
   *     change that
   */
  void requireMemory(MemorySettings settings);

  /** Returns how much memory this process lets the library have. */
  MemoryLimits memoryLimits();

  /** Returns the directory that native libraries are unpacked to. */
  Path cache();

  /** Returns whether this build computes on GPUs. Does not load the library. */
  boolean usesGpus();

  /**
   * Returns what is wrong with a card, as a sentence with its remedy; nothing for a card that the
   * library has code for. Does not load the library.
   */
  Optional<String> complaint(Gpu gpu);
}
