/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.anchorage.driver.artifact.FullDisk;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileSystem;

/** A {@link FullDisk} that Hadoop has a FileContext for, as it has for HDFS. */
public final class DelegatedDisk extends DelegateToFileSystem {

  /** Called by Hadoop. */
  public DelegatedDisk(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(uri, FileSystem.get(uri, conf), conf, "fulldisk", false /* no authority */);
  }

  /** Sets how it is found. */
  static void install(Configuration hadoop) {
    hadoop.set("fs.AbstractFileSystem.fulldisk.impl", DelegatedDisk.class.getName());
  }
}
