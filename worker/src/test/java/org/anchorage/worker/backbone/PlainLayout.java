/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.architecture.EncoderShape.Norms;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.architecture.names.Unit;
import org.anchorage.core.config.EncoderSettings;

/** The layout of a backbone without an engine: layers in the order of the network. */
final class PlainLayout {

  private final List<Span> spans = new ArrayList<>();
  private int end;

  private PlainLayout() {}

  static ParameterLayout of(EncoderSettings encoder) {
    PlainLayout layout = new PlainLayout();
    Norms norms = encoder.shape().norms();
    for (Unit unit : Unit.of(encoder.architecture(), encoder.backbone().multiplier())) {
      layout.add(unit.name(), "weights", unit.weights(), Part.BACKBONE);
      if (norms == Norms.FOLDED) {
        layout.add(unit.name(), "bias", unit.outputs(), Part.BACKBONE);
        continue;
      }
      String norm = unit.name() + (norms == Norms.TRAINED ? "-norm" : "");
      for (String parameter : List.of("gamma", "beta", "mean", "variance")) {
        layout.add(norm, parameter, unit.outputs(), Part.BACKBONE);
      }
    }
    int features = encoder.architecture().features(encoder.shape());
    layout.add("embedding", "weights", features * encoder.dim(), Part.HEAD);
    layout.add("embedding", "bias", encoder.dim(), Part.HEAD);
    return new ParameterLayout(layout.spans);
  }

  private void add(String layer, String parameter, int length, Part part) {
    spans.add(new Span(layer, parameter, end, end + length, Kind.LEARNT, part));
    end += length;
  }
}
