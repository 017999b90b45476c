/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the mapping of a file before its buffer is collected, which may take days. Java 17 has no
 * face for that but one of its unsupported module (JEP 471 keeps it until arenas, of Java 22, take
 * its place). If it is not there, the mapping ends when the buffer is collected.
 */
final class Unmapping {

  private static final @Nullable MethodHandle CLEANER = cleaner();

  private Unmapping() {}

  private static @Nullable MethodHandle cleaner() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Ends a mapping. Whoever reads the buffer afterwards, or a slice of it, ends the JVM. */
  static void end(MappedByteBuffer buffer) {
    MethodHandle cleaner = CLEANER;
    if (cleaner == null) {
      return;
    }
    try {
      cleaner.invokeExact((ByteBuffer) buffer);
    } catch (Throwable e) {
      throw new IllegalStateException("A file's mapping cannot be ended: " + e, e);
    }
  }
}
