/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;

/**
 * Another source, with some of its classes held out: all their images go to {@code test}, so that a
 * network is judged on classes that it has never seen.
 *
 * <p>Each class is drawn by itself, from the seed and its name. So neither order nor other classes
 * matter: if classes are added later, the old ones stay in their splits. The share holds only on
 * average: of few classes, none may be held out, or all. A source that names test images itself is
 * left as it is, and so is a class with images in {@code validation}.
 */
final class HeldOutSource implements Source {

  private final Source source;
  private final double share;
  private final Seed seed;

  /**
   * Holds classes out of a source.
   *
   * @param source to take them from; closing this closes it
   * @param share of classes, 0 to below 1; 0 changes nothing
   * @param seed of the choice
   */
  HeldOutSource(Source source, double share, Seed seed) {
    this.source = source;
    this.share = share;
    this.seed = seed;
  }

  @Override
  public String description() {
    return source.description();
  }

  @Override
  public long estimatedCount() {
    return source.estimatedCount();
  }

  @Override
  public Set<String> classes(Split split) throws IOException {
    return source.classes(split);
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(source.settings());
    settings.put(ImportSettings.TEST_CLASSES.path(), String.valueOf(share));
    settings.put("seed", String.valueOf(seed.value()));
    return settings;
  }

  @Override
  public void read(Sink sink) throws IOException {
    boolean asItIs = share == 0 || !source.classes(Split.TEST).isEmpty();
    source.read(asItIs ? sink : new Sorting(sink, source.classes(Split.VALIDATION)));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private boolean heldOut(String className) {
    return seed.derive("held-out").derive(className).generator().nextDouble() < share;
  }

  /** Passes everything on; images of held-out classes become test images. */
  private final class Sorting implements Sink {

    private final Sink sink;
    private final Set<String> kept;

    Sorting(Sink sink, Set<String> kept) {
      this.sink = sink;
      this.kept = kept;
    }

    @Override
    public void image(RawImage image) throws IOException {
      String name = image.className();
      boolean moved = !kept.contains(name) && heldOut(name);
      sink.image(moved ? image.in(Split.TEST) : image);
    }

    @Override
    public void bad(Bad bad) throws IOException {
      sink.bad(bad);
    }

    @Override
    public void ignored(long files) {
      sink.ignored(files);
    }
  }
}
