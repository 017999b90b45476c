/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.worker.weights.PickleObject.Constant;
import org.anchorage.worker.weights.PickleObject.Storage;
import org.anchorage.worker.weights.PickleObject.Tuple;

/**
 * Reads a pickle of tensors: the instructions that {@code torch.save} writes, in protocols 2 to 5,
 * and no others. Objects are texts, numbers, lists, dicts and {@link PickleObject}s. No instruction
 * runs code of a file or finds a class by its name. It neither recurses nor compares objects, so
 * time and memory grow with the pickle's length alone.
 */
final class Unpickler {

  /** The most instructions; the pickle of a large network has some ten thousand. */
  static final int MOST_INSTRUCTIONS = 4_000_000;

  private static final int NEWEST_PROTOCOL = 5;
  private static final int LONGEST_NUMBER = 64;

  private final PickleInput in;
  private final PickleStack stack = new PickleStack();
  private final TorchObjects objects;

  private Unpickler(PickleInput in, Map<String, Storage> storages) {
    this.in = in;
    this.objects = new TorchObjects(stack, storages);
  }

  /**
   * Returns the object of the next pickle, which begins with its protocol.
   *
   * @param storages takes the storages that the pickle names, by key
   */
  static Object read(PickleInput in, Map<String, Storage> storages) throws IOException {
    Unpickler unpickler = new Unpickler(in, storages);
    if (in.u1() != 0x80) {
      throw new WeightFileException(
          "has a pickle of protocol 0 or 1, which torch.save does not write; "
              + WeightFileException.SAVE_TENSORS);
    }
    unpickler.step(0x80);
    int instructions = 0;
    for (int code = in.u1(); code != '.'; code = in.u1()) {
      if (++instructions > MOST_INSTRUCTIONS) {
        throw new WeightFileException(
            "has a pickle of over "
                + MOST_INSTRUCTIONS
                + " instructions; "
                + WeightFileException.SAVE_TENSORS);
      }
      unpickler.step(code);
    }
    return unpickler.stack.pop();
  }

  private void step(int code) throws IOException {
    switch (code) {
      case 0x80 -> protocol(in.u1());
      case 0x95 -> in.i8(); // a frame: where the next instructions end
      case 'N' -> stack.push(Constant.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) in.i4());
      case 'K' -> stack.push((long) in.u1());
      case 'M' -> stack.push((long) in.u2());
      case 0x8a -> stack.push(number(in.u1()));
      case 0x8b -> stack.push(number(in.i4()));
      case 'G' -> stack.push(in.bigEndianDouble());
      case 'X', 'T' -> stack.push(in.text(in.i4()));
      case 0x8c, 'U' -> stack.push(in.text(in.u1()));
      case 0x8d -> stack.push(in.text(in.i8()));
      case 'B' -> bytes(in.i4());
      case 'C' -> bytes(in.u1());
      case 0x8e -> bytes(in.i8());
      case 'q' -> stack.remember(in.u1());
      case 'r' -> stack.remember(in.i4());
      case 0x94 -> stack.remember();
      case 'h' -> stack.recall(in.u1());
      case 'j' -> stack.recall(in.i4());
      case '(' -> stack.mark();
      case '0' -> stack.drop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.top());
      case ')' -> stack.push(new Tuple(List.of()));
      case 't' -> stack.push(new Tuple(stack.popToMark()));
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case ']' -> stack.push(new ArrayList<>());
      case 'l' -> stack.push(stack.popToMark());
      case 'a' -> objects.append(List.of(stack.pop()));
      case 'e' -> objects.append(stack.popToMark());
      case '}' -> stack.push(new LinkedHashMap<>());
      case 'd' -> objects.dict(stack.popToMark());
      case 's' -> objects.put(pair());
      case 'u' -> objects.put(stack.popToMark());
      case 0x8f -> stack.push(Constant.SET);
      case 0x90 -> stack.popToMark();
      case 0x91 -> set();
      case 'c' -> stack.push(TorchName.of(in.line(), in.line()));
      case 0x93 -> stackName();
      case 'Q' -> objects.storage();
      case 'R' -> objects.call();
      case 'b' -> objects.state();
      default -> refuse(code);
    }
  }

  private static void protocol(int number) throws WeightFileException {
    if (number < 2 || number > NEWEST_PROTOCOL) {
      throw WeightFileException.damaged("has a pickle of the unknown protocol " + number);
    }
  }

  private Object number(int bytes) throws IOException {
    if (bytes < 0 || bytes > LONGEST_NUMBER) {
      throw WeightFileException.damaged("has a number of " + bytes + " bytes in its pickle");
    }
    byte[] littleEndian = in.bytes(bytes);
    byte[] bigEndian = new byte[bytes + 1];
    for (int i = 0; i < bytes; i++) {
      bigEndian[bytes - i] = littleEndian[i];
    }
    bigEndian[0] = (byte) (bytes > 0 && littleEndian[bytes - 1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(bigEndian);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private void bytes(long count) throws IOException {
    in.bytes(count);
    stack.push(Constant.BYTES);
  }

  private void tuple(int count) throws WeightFileException {
    Object[] parts = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      parts[i] = stack.pop();
    }
    stack.push(new Tuple(List.of(parts)));
  }

  private List<Object> pair() throws WeightFileException {
    Object value = stack.pop();
    return List.of(stack.pop(), value);
  }

  private void set() throws WeightFileException {
    stack.popToMark();
    stack.push(Constant.SET);
  }

  private void stackName() throws WeightFileException {
    String name = stack.pop(String.class);
    stack.push(TorchName.of(stack.pop(String.class), name));
  }

  private void refuse(int code) throws IOException {
    switch (code) {
      case 'i' -> throw TorchName.refused("names " + in.line() + "." + in.line());
      case 'o', 0x81, 0x92 ->
          throw TorchName.refused("makes an object of a class at byte " + in.position());
      case 0x82, 0x83, 0x84 ->
          throw TorchName.refused("names a registered extension at byte " + in.position());
      default ->
          throw TorchName.refused(
              "has the pickle instruction 0x"
                  + Integer.toHexString(code)
                  + " at byte "
                  + in.position()
                  + ", which no file of tensors needs");
    }
  }
}
