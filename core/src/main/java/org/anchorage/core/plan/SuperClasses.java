/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.Hierarchy;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.ItemFacts;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/** The super-classes that are trained on, sorted by name, and the classes of each. Immutable. */
final class SuperClasses {

  private final List<String> names;
  private final List<TrainClasses> classes;

  private SuperClasses(List<String> names, List<TrainClasses> classes) {
    this.names = names;
    this.classes = classes;
  }

  /** Collects the super-classes, and refuses settings whose batches they cannot fill. */
  static SuperClasses of(
      Catalogue catalogue, ItemFacts facts, TrainClasses classes, BatchSettings batch) {
    Hierarchy hierarchy = batch.hierarchy();
    String attribute = hierarchy.attribute();
    Map<String, ItemFacts.OfClass> values =
        attribute.isEmpty() ? Map.of() : facts.ofClasses(Split.TRAIN, attribute);
    List<String> nameOf = new ArrayList<>();
    TreeMap<String, Integer> numberOf = new TreeMap<>();
    for (int c = 0; c < classes.count(); c++) {
      String className = catalogue.className(classes.label(c));
      String name =
          attribute.isEmpty()
              ? prefix(className, hierarchy.separator())
              : agreed(className, attribute, values.get(className));
      nameOf.add(name);
      numberOf.put(name, 0);
    }
    List<String> names = List.copyOf(numberOf.keySet());
    for (int s = 0; s < names.size(); s++) {
      numberOf.put(names.get(s), s);
    }
    int[] groupOf = nameOf.stream().mapToInt(name -> numberOf.getOrDefault(name, -1)).toArray();
    SuperClasses all = new SuperClasses(names, classes.grouped(groupOf, names.size()));
    all.checkEnough(batch);
    return all;
  }

  private static String prefix(String className, String separator) {
    int end = className.indexOf(separator);
    if (end < 1) {
      throw new ConfigurationException(
          BatchSettings.SEPARATOR,
          separator,
          "class '"
              + className
              + "' has no super-class before it; use another, or name an attribute that holds the"
              + " super-class (batch.hierarchy.attribute)");
    }
    return className.substring(0, end);
  }

  private static String agreed(
      String className, String attribute, ItemFacts.@Nullable OfClass values) {
    if (values == null) {
      throw new ConfigurationException(
          BatchSettings.ATTRIBUTE,
          attribute,
          "no image of class '"
              + className
              + "' has it; import the corpus with it, or name another attribute");
    }
    for (ItemFacts.Other other : values.others()) {
      throw new ConfigurationException(
          BatchSettings.ATTRIBUTE,
          attribute,
          "class '"
              + className
              + "' has two super-classes, '"
              + values.value()
              + "' and '"
              + other.value()
              + "' (of '"
              + other.id()
              + "'); all images of a class must name the same");
    }
    return values.value();
  }

  private void checkEnough(BatchSettings batch) {
    int wanted = batch.hierarchy().superClasses();
    if (count() < wanted) {
      throw new ConfigurationException(
          BatchSettings.SUPER_CLASSES,
          wanted,
          "there are only " + count() + " super-classes to train on; lower it to " + count());
    }
    int each = batch.classes() / wanted;
    int smallest = 0;
    int small = 0;
    for (int s = 0; s < count(); s++) {
      smallest = classes(s).count() < classes(smallest).count() ? s : smallest;
      small += classes(s).count() < each ? 1 : 0;
    }
    if (small > 0) {
      throw new ConfigurationException(
          BatchSettings.CLASSES,
          batch.classes(),
          String.format(
              Locale.ROOT,
              "it takes %d classes of each of %d super-classes; '%s' has %d to train on, and %d of"
                  + " %d have fewer than it takes; lower it, or raise batch.hierarchy.super-classes",
              each,
              wanted,
              name(smallest),
              classes(smallest).count(),
              small,
              count()));
    }
  }

  /**
   * Returns the affinity of each super-class. Of hard negatives it holds only those of its own
   * images, so all parts together are as long as the whole.
   */
  List<Affinity> parts(Affinity affinity) {
    if (!(affinity instanceof Affinity.Instances known)) {
      return Collections.nCopies(count(), affinity);
    }
    int[] indexOf = new int[classes(0).rowCount()];
    Arrays.fill(indexOf, -1);
    for (int i = 0; i < known.rows().length; i++) {
      ClassGroups.checked(known.rows()[i], classes(0));
      indexOf[known.rows()[i]] = i;
    }
    List<Affinity> parts = new ArrayList<>(count());
    for (TrainClasses own : classes) {
      int[] indices =
          IntStream.range(0, own.count())
              .flatMap(c -> Arrays.stream(own.rows(c)))
              .map(row -> indexOf[row])
              .filter(index -> index >= 0)
              .toArray();
      parts.add(
          new Affinity.Instances(
              Arrays.stream(indices).map(i -> known.rows()[i]).toArray(),
              Arrays.stream(indices).mapToObj(known::hardNegatives).toArray(int[][]::new),
              known.masses()));
    }
    return parts;
  }

  /** Returns the number of super-classes. */
  int count() {
    return names.size();
  }

  /** Returns the name of a super-class. */
  String name(int index) {
    return names.get(index);
  }

  /** Returns the classes of a super-class. */
  TrainClasses classes(int index) {
    return classes.get(index);
  }
}
