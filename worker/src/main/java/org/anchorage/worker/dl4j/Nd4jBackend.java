/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.worker.gpu.Gpu;
import org.anchorage.worker.gpu.NvidiaSmi;
import org.anchorage.worker.gpu.VisibleGpu;
import org.anchorage.worker.step.Backend;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library that ND4J computes with. The wrong one is ten times slower, and ND4J does not
 * say which it has loaded. Stateless and thread-safe.
 */
record Nd4jBackend() implements Backend {

  private static final Logger LOG = LoggerFactory.getLogger(Nd4jBackend.class);
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String UNKNOWN = "unknown";
  private static final String CPU = "libnd4jcpu";
  private static final String CUDA = "libnd4jcuda";

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public String library() {
    // Loads it.
    Nd4j.getExecutioner();
    return library(MAPS);
  }

  @Override
  public Optional<String> loaded() {
    return Optional.of(library(MAPS)).filter(path -> !path.equals(UNKNOWN));
  }

  static String library(Path maps) {
    try (Stream<String> lines = Files.lines(maps)) {
      return lines
          .filter(line -> line.contains(CPU) || line.contains(CUDA))
          .map(line -> line.substring(line.indexOf('/')))
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  @Override
  public int threads() {
    return Nd4j.getEnvironment().maxThreads();
  }

  /**
   * Refuses a CPU library without oneDNN on x86-64, where a faster one with it exists, and a GPU
   * that the CUDA library has no code for.
   *
   * @throws IllegalStateException if such a library is loaded, or there is such a GPU; the message
   *     names it and the remedy
   */
  @Override
  public void requireFast() {
    if (CudaCode.isOnClassPath()) {
      requireCuda();
    }
    requireFast(library(), System.getProperty("os.arch", ""));
  }

  /** Checks the cards before ND4J is loaded, because ND4J's own error names no card. */
  private void requireCuda() {
    requireCovered(new NvidiaSmi("nvidia-smi"), VisibleGpu.current().orElse(""));
    try {
      library();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "This build computes on GPUs, but CUDA cannot be started (the log above says why);"
              + " install NVIDIA's driver and CUDA 11.6's libraries, run on a machine with a GPU,"
              + " or build without -Pcuda",
          e);
    }
  }

  @Override
  public void requireMemory(MemorySettings settings) {
    OffHeap.require(settings);
  }

  @Override
  public MemoryLimits memoryLimits() {
    return new MemoryLimits(Pointer.maxBytes(), Pointer.maxPhysicalBytes());
  }

  @Override
  public Path cache() {
    try {
      File directory = Loader.getCacheDir();
      return directory.toPath();
    } catch (IOException e) {
      return Path.of(System.getProperty("user.home", ""), ".javacpp", "cache");
    }
  }

  @Override
  public boolean usesGpus() {
    return CudaCode.isOnClassPath();
  }

  @Override
  public Optional<String> complaint(Gpu gpu) {
    return CudaCode.complaint(gpu);
  }

  /** Refuses visible cards without code. Visible are the numbers between commas, or all cards. */
  static void requireCovered(NvidiaSmi smi, String visible) {
    List<String> numbers = List.of(visible.replace(" ", "").split(","));
    boolean all = !numbers.stream().allMatch(number -> number.matches("\\d+"));
    try {
      CudaCode.requireCovered(
          smi.gpus().stream().filter(gpu -> all || numbers.contains(gpu.address())).toList());
    } catch (IOException e) {
      LOG.warn("Cannot list this machine's GPUs: {}", e.getMessage());
    }
  }

  static void requireFast(String library, String architecture) {
    String arch = architecture.toLowerCase(Locale.ROOT);
    boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
    if (x86 && library.contains(CPU) && !library.contains("onednn")) {
      throw new IllegalStateException(
          "ND4J has loaded "
              + library
              + ", which lacks oneDNN and is ten times slower; leave exactly one nd4j-native jar on"
              + " the class path, the one with classifier linux-x86_64-onednn-avx2 (or your"
              + " system's onednn one)");
    }
  }
}
