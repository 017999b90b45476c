/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestHostilePickles {

  /** The magic number, the protocol 1001 and an empty dict for the system. */
  private static final byte[] HEAD =
      HexFormat.of().parseHex("80028a0a6cfc9c46f920" + "6aa850192e" + "80024de9032e" + "80027d2e");

  @TempDir private Path folder;

  private Path legacy(String pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(HEAD);
    bytes.write("\u0080\u0002".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(pickle.getBytes(StandardCharsets.ISO_8859_1));
    bytes.write("\u0080\u0002].".getBytes(StandardCharsets.ISO_8859_1));
    return Files.write(folder.resolve("evil.pth"), bytes.toByteArray());
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> TensorFile.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("The weight file " + file + " ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"evil.pth", "evil-legacy.pth"})
  void whatPythonWouldRunIsNamed(String name) {
    refused(
        Fixture.path(name),
        "names posix.system; only tensors are read, and nothing in the file was run; save the"
            + " weights alone: torch.save(model.state_dict(), \"weights.pth\")");
    assertThat(Path.of("/tmp/anchorage-was-here")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // GLOBAL and REDUCE, also deep in a tuple, a list and a dict
        "cos~system~(X\\2\\0\\0\\0lstR.| names os.system;",
        "K\\1K\\2cposix~system~)R\\87.| names posix.system;",
        "}X\\1\\0\\0\\0a](K\\1cbuiltins~eval~)Reas.| names builtins.eval;",
        "c__builtin__~getattr~.| names __builtin__.getattr;",
        "cjava.lang~Runtime~)R.| names java.lang.Runtime;",
        // an allowed module with another name, and the other way round
        "ctorch~load~.| names torch.load;",
        "ctorch._utils~_rebuild_qtensor~.| names torch._utils._rebuild_qtensor;",
        "ccollections~namedtuple~.| names collections.namedtuple;",
        "cevil~OrderedDict~.| names evil.OrderedDict;",
        // STACK_GLOBAL, from texts and from the memo
        "\\8c\\2os\\8c\\6system\\93)R.| names os.system;",
        "\\8c\\2os\\94\\8c\\6system\\940h\\0h\\1\\93.| names os.system;",
        "K\\1K\\2\\93.| takes a Long for a String",
        // INST, OBJ, NEWOBJ, NEWOBJ_EX
        "(ios~system~.| names os.system;",
        "(icollections~OrderedDict~.| names collections.OrderedDict;",
        "(ccollections~OrderedDict~o.| makes an object of a class at byte",
        "ccollections~OrderedDict~)\\81.| makes an object of a class",
        "ccollections~OrderedDict~)}\\92.| makes an object of a class",
        // EXT1, EXT2, EXT4
        "\\82\\1.| names a registered extension",
        "\\83\\1\\0.| names a registered extension",
        "\\84\\1\\0\\0\\0.| names a registered extension",
        // BUILD on what is no dict, PERSID, protocol 0's texts
        "K\\1}b.| takes a Long for a Map",
        "ctorch~FloatStorage~}b.| takes a Name for a Map",
        "P12~.| has the pickle instruction 0x50",
        "I1~.| has the pickle instruction 0x49",
        // calls of what cannot be called
        "K\\1)R.| takes a Long for a Name",
        "ctorch~FloatStorage~)R.| calls the type F32",
        "ctorch._utils~_rebuild_tensor_v2~)R.| has a call with 0 values where 4 are needed",
        "ctorch._utils~_rebuild_parameter~K\\1\\85R.| takes a Long for a Tensor",
        // persistent ids that are no storages
        "K\\1Q.| takes a Long for a Tuple",
        ")Q.| has a reference that is no storage",
        "(X\\7\\0\\0\\0storageccollections~OrderedDict~X\\1\\0\\0\\0kNK\\1tQ.| whose type is ORDERED_DICT",
        // stacks, marks, memos and lengths
        "0.| takes an object where there is none",
        "t.| goes back to a mark that is not there",
        "(R.| takes an object where there is none",
        "h\\7.| recalls object 7, which is not there",
        "X\\xff\\xff\\xff\\x7f| claims a text of 2147483647 bytes",
        "X\\xff\\xff\\xff\\xff| claims a text of -1 bytes",
        "\\8d\\0\\0\\0\\0\\0\\0\\0\\x40| claims a text of 4611686018427387904 bytes",
        "\\8b\\0\\0\\0\\x10.| has a number of 268435456 bytes",
        "X\\1\\0\\0\\0\\xff.| that is not UTF-8",
        "}(K\\1u.| has a dict whose last key has no value",
      })
  void noInstructionLeadsOut(String pickle, String message) throws IOException {
    refused(legacy(bytes(pickle)), message.strip());
  }

  /** Reads ~ as the end of a line, and a backslash before a hexadecimal number as a byte. */
  private static String bytes(String written) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\') {
        boolean two = "xX89".indexOf(written.charAt(i + 1)) >= 0;
        int begin = written.charAt(i + 1) == 'x' ? i + 2 : i + 1;
        int end = begin + (two ? 2 : 1);
        bytes.append((char) Integer.parseInt(written.substring(begin, end), 16));
        i = end - 1;
      } else {
        bytes.append(c == '~' ? '\n' : c);
      }
    }
    return bytes.toString();
  }

  private static String tensor(int offset, String shape, String strides) {
    String storage =
        "(X\\7\\0\\0\\0storagectorch~FloatStorage~X\\1\\0\\0\\0kX\\3\\0\\0\\0cpuK\\6tQ";
    return "}X\\1\\0\\0\\0wctorch._utils~_rebuild_tensor~("
        + (storage + "K\\" + offset + "(" + shape + "t(" + strides + "ttRs.");
  }

  @ParameterizedTest
  @CsvSource({
    "0, K\\7, K\\1",
    "1, K\\6, K\\1",
    "7, K\\1, K\\1",
    "0, K\\2K\\3, K\\4K\\1",
    "0, K\\2K\\3, K\\3J\\xff\\xff\\xff\\xff",
    "0, M\\xff\\xffM\\xff\\xff, K\\0K\\0"
  })
  void aTensorPastItsStorageIsRefused(int offset, String shape, String strides) throws IOException {
    byte[] file = Files.readAllBytes(legacy(bytes(tensor(offset, shape, strides))));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(file, 0, file.length - 1);
    whole.write(
        bytes("X\\1\\0\\0\\0ka.\\6\\0\\0\\0\\0\\0\\0\\0").getBytes(StandardCharsets.ISO_8859_1));
    whole.write(new byte[24]);
    Path path = Files.write(folder.resolve("past.pth"), whole.toByteArray());

    refused(path, "has tensor w of shape");
    refused(path, "which reaches past its storage of 6; copy or download the file again");
  }

  @Test
  void aPickleWithoutEndIsCutOff() throws IOException {
    refused(
        legacy("]".repeat(Unpickler.MOST_INSTRUCTIONS + 1) + "."),
        "has a pickle of over 4000000 instructions");
  }

  @Test
  void deepAndSharedObjectsTakeNoTime() throws IOException {
    // A tuple of two of a tuple of two ...: 2^300 parts, as a key and as a value.
    String doubling = ")" + "2\u0086".repeat(300);
    refused(legacy("}" + doubling + doubling + "s."), "holds a dict with the keys []");
    refused(legacy("(".repeat(100_000) + "]" + "l".repeat(100_000) + "."), "holds a list");
  }
}
