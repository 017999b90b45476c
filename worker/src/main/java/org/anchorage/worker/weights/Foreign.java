/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

/** Files of other kinds that people give for weights, so that a message can say what they are. */
enum Foreign {
  PNG(0, "\u0089PNG", "a PNG image"),
  JPEG(0, "\u00ff\u00d8\u00ff", "a JPEG image"),
  GIF(0, "GIF8", "a GIF image"),
  PDF(0, "%PDF", "a PDF"),
  GZIP(0, "\u001f\u008b", "compressed by gzip: unpack it first"),
  ZSTD(0, "(\u00b5/\u00fd", "compressed by zstd: unpack it first"),
  GIT_LFS(0, "version https://git-lfs", "a pointer of Git LFS: run git lfs pull"),
  HTML(0, "<", "a web page or XML, as a failed download leaves it"),
  JSON(0, "{", "a JSON text"),
  NUMPY(0, "\u0093NUMPY", "an array of NumPy, which has no names"),
  GGUF(0, "GGUF", "a GGUF file"),
  TFLITE(4, "TFL3", "a TensorFlow Lite model"),
  TAR(257, "ustar", "a tar archive: unpack it first"),
  SAVED_MODEL(0, "\b\u0001\u0012", "a SavedModel of TensorFlow or another protobuf"),
  /** A model of ONNX begins with its IR version, and then mostly with its producer's name. */
  ONNX(0, "\b", "an ONNX model or another protobuf") {
    @Override
    boolean begins(byte[] start) {
      return super.begins(start) && start.length > 2 && start[1] > 0 && inModel(start[2]);
    }

    private static boolean inModel(byte tag) {
      return tag >= 0x12 && tag <= 0x42 && (tag & 7) == 2;
    }
  };

  private final int at;
  private final String magic;
  private final String words;

  Foreign(int at, String magic, String words) {
    this.at = at;
    this.magic = magic;
    this.words = words;
  }

  boolean begins(byte[] start) {
    return FileKind.has(start, at, magic);
  }

  String words() {
    return words;
  }
}
