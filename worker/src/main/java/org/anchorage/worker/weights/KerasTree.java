/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a file that lists no layers. Keras 3 has {@code layers/NAME/vars/0}, with the NAME
 * of the layer's class and a count, and mostly an attribute {@code name} that says what the layer
 * is called. HDF5 sorts groups as texts, so they are sorted by their counts here.
 */
final class KerasTree {

  /** Groups that only hold others; their names say nothing. */
  private static final Set<String> CONTAINERS = Set.of("layers", "_layer_checkpoint_dependencies");

  private static final Set<String> NOT_WEIGHTS =
      Set.of("optimizer", "optimizer_weights", "metrics", "_trainer");

  private static final String VARIABLES = "vars";
  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 100_000;
  private static final Pattern COUNTED = Pattern.compile("(.*?)_?(\\d{1,9})");

  private final Group root;
  private final Map<String, Dataset> tensors = new LinkedHashMap<>();
  private int nodes;

  KerasTree(Group root) {
    this.root = root;
  }

  /** Returns the tensors by name, sorted. */
  Map<String, Dataset> tensors() throws WeightFileException {
    for (Node child : sorted(root)) {
      if (child instanceof Group group && !NOT_WEIGHTS.contains(child.getName())) {
        walk(group, CONTAINERS.contains(group.getName()) ? List.of() : List.of(called(group)), 0);
      }
    }
    return tensors;
  }

  private void walk(Group group, List<String> path, int depth) throws WeightFileException {
    if (depth > DEEPEST) {
      throw WeightFileException.damaged("has groups over " + DEEPEST + " deep");
    }
    for (Node child : sorted(group)) {
      List<String> below = new ArrayList<>(path);
      if (child instanceof Group inner) {
        if (!CONTAINERS.contains(inner.getName())) {
          below.add(called(inner));
        }
        walk(inner, below, depth + 1);
      } else if (child instanceof Dataset dataset) {
        below.add(dataset.getName());
        put(below, dataset);
      }
    }
  }

  private void put(List<String> path, Dataset dataset) throws WeightFileException {
    boolean version3 = path.contains(VARIABLES);
    String name =
        version3
            ? String.join("/", path)
            : KerasLayout.name(path.get(0), String.join("/", path.subList(1, path.size())));
    if (tensors.putIfAbsent(name, dataset) != null) {
      throw WeightFileException.damaged("has tensor " + name + " twice");
    }
  }

  /** Returns the layer's own name, where the file has it, and otherwise the group's. */
  private static String called(Group group) {
    String own = ownName(group);
    if (own == null && group.getChildren().get(VARIABLES) instanceof Group variables) {
      own = ownName(variables);
    }
    return own == null || group.getName().equals(VARIABLES) ? group.getName() : own;
  }

  private static @Nullable String ownName(Group group) {
    Attribute name = group.getAttributes().get("name");
    return name != null && name.getData() instanceof String own && !own.isEmpty() ? own : null;
  }

  private List<Node> sorted(Group group) throws WeightFileException {
    List<Node> children = new ArrayList<>(group.getChildren().values());
    nodes += children.size();
    if (nodes > MOST_NODES) {
      throw WeightFileException.damaged("has over " + MOST_NODES + " groups and data sets");
    }
    for (Node child : children) {
      if (child.isLink()) {
        throw new WeightFileException(
            "has the link " + child.getName() + "; write the tensor itself there");
      }
    }
    children.sort(Comparator.comparing(Node::getName, KerasTree::compare));
    return children;
  }

  private static int compare(String one, String other) {
    Matcher a = COUNTED.matcher(one);
    Matcher b = COUNTED.matcher(other);
    String ofOne = a.matches() ? a.group(1) : one;
    String ofOther = b.matches() ? b.group(1) : other;
    int byText = ofOne.compareTo(ofOther);
    return byText != 0
        ? byText
        : Integer.compare(
            a.matches() ? Integer.parseInt(a.group(2)) : -1,
            b.matches() ? Integer.parseInt(b.group(2)) : -1);
  }
}
