/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import com.sun.jna.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which GPU CUDA sees in this process. CUDA reads that from the environment when it starts, and a
 * running JVM cannot change its environment by Java's own means; libc's {@code setenv} can. (To
 * choose a device by CUDA's or ND4J's own functions would come too late: ND4J makes a context on
 * every card it sees.) Java's {@link System#getenv} keeps showing what the process was started
 * with.
 *
 * <p>Call it before other threads read the environment; it is not thread-safe against them.
 */
public final class VisibleGpu {

  /** The addresses that CUDA sees, and their order. */
  static final String DEVICES = "CUDA_VISIBLE_DEVICES";

  /** Without this CUDA counts from the fastest card; nvidia-smi counts along the PCI bus. */
  private static final String ORDER = "CUDA_DEVICE_ORDER";

  private VisibleGpu() {}

  /**
   * Lets CUDA see one card only.
   *
   * @param address its number in the order of the PCI bus, or its UUID
   * @throws IllegalStateException if CUDA has started in this process already, or the environment
   *     cannot be changed
   */
  public static void restrictTo(String address) {
    restrictTo(address, Path.of("/proc/self/maps"));
  }

  static void restrictTo(String address, Path maps) {
    if (cudaStarted(maps)) {
      throw new IllegalStateException(
          "GPU "
              + address
              + " was assigned after CUDA had started, so CUDA would compute on another; let"
              + " nothing load ND4J before, or set "
              + DEVICES
              + " before the JVM starts");
    }
    set(ORDER, "PCI_BUS_ID");
    set(DEVICES, address);
  }

  /** Returns the addresses that CUDA would read from the environment now. */
  public static Optional<String> current() {
    return read(DEVICES);
  }

  static Optional<String> read(String name) {
    return Optional.ofNullable(
        Function.getFunction("c", "getenv").invokeString(new Object[] {name}, false));
  }

  private static void set(String name, String value) {
    int code = Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 1});
    if (code != 0) {
      throw new IllegalStateException(
          "Cannot set " + name + " = " + value + "; set it before the JVM starts");
    }
  }

  private static boolean cudaStarted(Path maps) {
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.anyMatch(line -> line.contains("libcuda.so") || line.contains("libnd4jcuda"));
    } catch (IOException e) {
      return false;
    }
  }
}
