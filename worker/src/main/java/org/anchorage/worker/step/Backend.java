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
   * The memory that the library may allocate, in bytes; 0 is no limit.
   *
   * @param outside the Java heap, at most
   * @param process size of the whole process above which the library allocates no more
   */
  record MemoryLimits(long outside, long process) {}

  /** Returns the name as written in manifests, e.g. {@code nd4j}. */
  String name();

  /**
   * Returns the path of the loaded library; empty if it is not loaded or the system does not tell
   * its path. Does not load it.
   */
  Optional<String> loaded();

  /**
   * Loads the library and returns its path; "unknown" if the system does not tell it.
   *
   * @throws LinkageError if it cannot be loaded
   */
  String library();

  /** Loads the library and returns the number of threads that one operation runs on. */
  int threads();

  /**
   * Refuses a library that is needlessly slow on this machine, or that cannot run on it. Loads it.
   *
   * @throws IllegalStateException if the library is slow or cannot run; the message says why and
   *     gives the remedy
   */
  void requireFast();

  /**
   * Refuses a process that cannot give the library the memory that the settings promise.
   *
   * @throws IllegalStateException if the process's limit is lower, or the machine has less memory;
   *     the message says how to change that
   */
  void requireMemory(MemorySettings settings);

  /** Returns the memory that this process lets the library have. */
  MemoryLimits memoryLimits();

  /** Returns the directory that native libraries are unpacked to. */
  Path cache();

  /** Returns whether this build computes on GPUs. Does not load the library. */
  boolean usesGpus();

  /**
   * Returns what is wrong with a card, as a sentence with its remedy; empty for a card that the
   * library has code for. Does not load the library.
   */
  Optional<String> complaint(Gpu gpu);
}
