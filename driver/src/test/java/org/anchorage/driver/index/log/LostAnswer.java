/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import org.anchorage.driver.artifact.RiggedDisk;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/**
 * A local disk, under {@code lostanswer:}, that writes one batch and says that it could not. A file
 * system behind a network does so when the answer to a rename is lost.
 */
public final class LostAnswer extends RiggedDisk {

  /** Key of the name of the batch. */
  private static final String BATCH = "lostanswer.batch";

  /** Sets how it is found, and which batch meets with the fault. */
  static void install(Configuration hadoop, String batch) {
    hadoop.set("fs.lostanswer.impl", LostAnswer.class.getName());
    hadoop.setBoolean("fs.lostanswer.impl.disable.cache", true);
    hadoop.set(BATCH, batch);
  }

  @Override
  protected String scheme() {
    return "lostanswer";
  }

  @Override
  protected FSDataOutputStream rigged(Path path, FSDataOutputStream out) {
    String batch = getConf().get(BATCH, "");
    if (!path.getName().startsWith("." + batch)) {
      return out;
    }
    return new FSDataOutputStream(new Renaming(out, path, batch), null);
  }

  private final class Renaming extends FilterOutputStream {

    private final java.nio.file.Path temporary;
    private final String batch;

    Renaming(OutputStream out, Path temporary, String batch) {
      super(out);
      this.temporary = pathToFile(temporary).toPath();
      this.batch = batch;
    }

    @Override
    public void close() throws IOException {
      super.close();
      Files.move(temporary, temporary.resolveSibling(batch));
      throw new IOException("the answer was lost");
    }
  }
}
