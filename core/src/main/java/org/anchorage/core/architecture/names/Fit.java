/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.anchorage.core.architecture.Architecture;

/**
 * How the tensors of a file fit a backbone. Immutable.
 *
 * @param convention whose names were looked for
 * @param architecture the backbone
 * @param multiplier factor on MobileNetV2's channels; 1 for others
 * @param matched each tensor that was found, with the file's name for it
 * @param missing what the backbone needs and the file has not
 * @param misshapen what the file has in another shape
 * @param head what the file has of a classifier or of a head, and counts of batches: not taken
 * @param leftOver all else that the file has
 */
public record Fit(
    Convention convention,
    Architecture architecture,
    double multiplier,
    Map<Wanted, String> matched,
    List<Wanted> missing,
    List<Misshapen> misshapen,
    List<String> head,
    List<String> leftOver) {

  /**
   * A tensor of another shape.
   *
   * @param wanted what the backbone needs
   * @param name of it in the file
   * @param shape of it in the file
   */
  public record Misshapen(Wanted wanted, String name, List<Integer> shape) {}

  /** A classifier or a head, as frameworks call it, and what else is no weight of a backbone. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(layers/)?(fc|classifier|head|[Pp]redictions|[Ll]ogits|dense(_\\d+)?|embedding|pool|"
              + "optimizer|seed_generator)([./].*)|.*num_batches_tracked");

  public Fit {
    matched = Collections.unmodifiableMap(new LinkedHashMap<>(matched));
    missing = List.copyOf(missing);
    misshapen = List.copyOf(misshapen);
    head = List.copyOf(head);
    leftOver = List.copyOf(leftOver);
  }

  /**
   * Compares a file's tensors with a backbone.
   *
   * @param tensors shape by name
   */
  static Fit of(
      Map<String, List<Integer>> tensors,
      Convention convention,
      Architecture architecture,
      double multiplier) {
    Map<Wanted, String> matched = new LinkedHashMap<>();
    List<Wanted> missing = new ArrayList<>();
    List<Misshapen> misshapen = new ArrayList<>();
    Set<String> rest = new LinkedHashSet<>(tensors.keySet());
    for (Wanted wanted : convention.wanted(architecture, multiplier)) {
      String name = wanted.names().stream().filter(rest::contains).findFirst().orElse("");
      if (name.isEmpty()) {
        missing.add(wanted);
        continue;
      }
      rest.remove(name);
      List<Integer> shape = tensors.getOrDefault(name, List.of());
      if (shape.equals(wanted.shape())) {
        matched.put(wanted, name);
      } else {
        misshapen.add(new Misshapen(wanted, name, shape));
      }
    }
    List<String> head = rest.stream().filter(name -> HEAD.matcher(name).matches()).toList();
    rest.removeAll(Set.copyOf(head));
    return new Fit(
        convention, architecture, multiplier, matched, missing, misshapen, head, List.copyOf(rest));
  }

  /** Returns whether the backbone finds all it needs, and nothing of another network is there. */
  public boolean isComplete() {
    return missing.isEmpty() && misshapen.isEmpty() && leftOver.isEmpty();
  }

  /** Returns how near the file is; the highest number is the nearest. */
  int nearness() {
    return matched.size() - missing.size() - misshapen.size() - leftOver.size();
  }

  /** Returns the words of a configuration that describe the backbone. */
  public String written() {
    String name = "encoder.name=" + architecture.name();
    return architecture.hasForms() ? name + " encoder.multiplier=" + multiplier : name;
  }
}
