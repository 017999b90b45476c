/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.worker.weights.PickleObject.Tensor;

/** A state dict that {@code torch.save} wrote. */
final class TorchFile implements TensorFile {

  private record Placed(Tensor tensor, StridedView view) {}

  private final Storages storages;
  private final Map<TensorEntry, Placed> tensors;

  private TorchFile(Storages storages, Map<TensorEntry, Placed> tensors) {
    this.storages = storages;
    this.tensors = tensors;
  }

  /** Returns the tensors of some storages, which are closed if they are refused. */
  static TorchFile of(Storages storages) throws IOException {
    try {
      Map<TensorEntry, Placed> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> named : StateDict.of(storages.described()).entrySet()) {
        Tensor tensor = named.getValue();
        storages.check(tensor.storage());
        TensorEntry entry = TensorEntry.claimed(named.getKey(), tensor.type(), tensor.shape());
        tensors.put(entry, new Placed(tensor, StridedView.of(entry, tensor)));
      }
      return new TorchFile(storages, tensors);
    } catch (IOException e) {
      storages.close();
      throw e;
    }
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.TORCH;
  }

  @Override
  public List<TensorEntry> tensors() {
    return new ArrayList<>(tensors.keySet());
  }

  @Override
  public float[] read(TensorEntry entry) throws IOException {
    Placed placed = tensors.get(entry);
    if (placed == null) {
      throw new IllegalArgumentException("no tensor " + entry);
    }
    StridedView view = placed.view();
    if (view.reach() > Integer.MAX_VALUE - 8) {
      throw new WeightFileException(
          "has tensor "
              + entry.name()
              + " as a view over "
              + view.reach()
              + " elements; save it contiguous");
    }
    InputStream in = storages.from(placed.tensor().storage(), view.firstByte());
    return view.gathered(
        new FloatDecoder(entry.type(), storages.order()).read(in, (int) view.reach()));
  }

  @Override
  public void close() throws IOException {
    storages.close();
  }
}
