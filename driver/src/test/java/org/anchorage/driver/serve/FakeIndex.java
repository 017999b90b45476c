/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.serve.live.Served;

/** Items in memory; the vector of an image is its mean colour. */
public class FakeIndex implements Served {

  public final List<Integer> batches = new ArrayList<>();

  /** Over 0 if others have written, below 0 if that cannot be read. */
  public volatile int news;

  public final AtomicInteger closed = new AtomicInteger();
  private final Map<String, NewItem> items = new ConcurrentSkipListMap<>();
  private final AtomicInteger log = new AtomicInteger();

  /** Creates red, green and blue items, ten shades of each. */
  public FakeIndex() {
    for (int shade = 0; shade < 10; shade++) {
      add(List.of(item("red/" + shade, new Color(250 - shade, 5 * shade, 0))));
      add(List.of(item("green/" + shade, new Color(0, 250 - shade, 5 * shade))));
      add(List.of(item("blue/" + shade, new Color(5 * shade, 0, 250 - shade))));
    }
    log.set(0);
  }

  private static NewItem item(String id, Color colour) {
    String className = id.substring(0, id.indexOf('/'));
    String shade = id.endsWith("0") ? "dark" : "light";
    return new NewItem(
        new IndexedItem(id, className, "test", new TreeMap<>(Map.of("shade", shade)), null),
        mean(image(colour)),
        image(colour));
  }

  /** Returns an encoded image of one colour. */
  public static byte[] image(Color colour) {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, colour.getRGB());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static float[] mean(byte[] encoded) {
    try {
      Color colour = new Color(ImageIO.read(new ByteArrayInputStream(encoded)).getRGB(0, 0));
      return colour.getRGBColorComponents(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public IndexInfo info() {
    return new IndexInfo(
        3, "exact", "float", 1, 1, 3, 1, 1, items.size(), 0, 0, 0, 0, 1, 16, 1, log.get(), "abcd");
  }

  @Override
  public float[] decode(byte[] encoded) {
    return mean(encoded);
  }

  @Override
  public float[][] embed(List<float[]> decoded) {
    synchronized (batches) {
      batches.add(decoded.size());
    }
    return decoded.toArray(float[][]::new);
  }

  @Override
  public Optional<byte[]> thumbnail(byte[] encoded) {
    return Optional.of(encoded);
  }

  @Override
  public Found search(SearchRequest request) {
    List<NewItem> matching =
        items.values().stream()
            .filter(one -> request.where().admits(one.item()))
            .filter(one -> !request.query().leaveOut().contains(one.item().id()))
            .sorted(Comparator.comparingDouble(one -> distance(one, request)))
            .toList();
    List<Hit> hits = new ArrayList<>();
    for (int i = request.offset();
        i < Math.min(matching.size(), request.offset() + request.k());
        i++) {
      double distance = distance(matching.get(i), request);
      if (distance <= request.threshold()) {
        hits.add(new Hit(i + 1, matching.get(i).item(), distance, List.of()));
      }
    }
    boolean exact = request.effort().equals(Effort.EXACT);
    return new Found(
        hits,
        exact,
        Math.max(1, Math.min(99, request.effort().probes())),
        matching.size(),
        info().version());
  }

  private static double distance(NewItem item, SearchRequest request) {
    double squared = 0;
    for (int i = 0; i < 3; i++) {
      double off = item.vector()[i] - request.query().vector()[i];
      squared += off * off;
    }
    return Math.sqrt(squared);
  }

  @Override
  public SortedSet<String> attributes() {
    return new TreeSet<>(List.of("shade"));
  }

  @Override
  public boolean has(String name, String value) {
    return items.values().stream()
        .anyMatch(one -> value.equals(ItemFilter.value(one.item(), name)));
  }

  @Override
  public Optional<IndexedItem> item(String id) {
    return Optional.ofNullable(items.get(id)).map(NewItem::item);
  }

  @Override
  public Optional<float[]> vector(String id) {
    return Optional.ofNullable(items.get(id)).map(NewItem::vector);
  }

  @Override
  public Optional<byte[]> picture(String id) {
    return Optional.ofNullable(items.get(id)).map(NewItem::picture);
  }

  @Override
  public Map<String, Map<String, Long>> counts(ItemFilter where, int most) {
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    items.values().stream()
        .filter(one -> where.admits(one.item()))
        .forEach(
            one ->
                counted(one.item())
                    .forEach(
                        (name, value) ->
                            counts
                                .computeIfAbsent(name, any -> new TreeMap<>())
                                .merge(value, 1L, Long::sum)));
    return counts;
  }

  /** Returns the values of an item that are counted. */
  protected Map<String, String> counted(IndexedItem item) {
    return Map.of("class", item.className());
  }

  @Override
  public Optional<Thresholds> thresholds() {
    return Optional.of(thresholds(.5, .9, .8));
  }

  /** Returns thresholds of one point. */
  public static Thresholds thresholds(double distance, double precision, double recall) {
    double f1 = 2 * precision * recall / (precision + recall);
    return new Thresholds(
        new Thresholds.Origin(
            Thresholds.RESULTS, "test", 10, 30, 200, 100, 2.0 / 3, "abcd", "1.0", 30),
        List.of(new Thresholds.Point(distance, precision, recall, f1, .1, 1000)),
        List.of(new Thresholds.Rates(distance, .1, recall)),
        .95);
  }

  @Override
  public boolean takesChanges() {
    return true;
  }

  @Override
  public void add(List<NewItem> added) {
    added.forEach(one -> items.put(one.item().id(), one));
    log.incrementAndGet();
  }

  @Override
  public Set<String> delete(Collection<String> ids) {
    Set<String> unknown = new LinkedHashSet<>(ids);
    unknown.removeAll(items.keySet());
    ids.forEach(items::remove);
    log.incrementAndGet();
    return unknown;
  }

  @Override
  public boolean refresh() {
    if (news < 0) {
      throw new IllegalStateException("no file");
    }
    boolean any = news > 0;
    news = 0;
    return any;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
