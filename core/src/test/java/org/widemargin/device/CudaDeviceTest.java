package org.widemargin.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.torch.DeviceMemory;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

/** On the first CUDA device. */
@Tag("gpu")
@ExtendWith(OnCuda.class)
class CudaDeviceTest extends OtherDeviceContract {
  @Override
  Device device() {
    return OnCuda.FIRST;
  }

  /** What a step or an evaluation takes of the device is given back before the next. */
  @Test
  void memoryStaysTheSameOverManySteps(@TempDir Path run) {
    assumeThat(DeviceMemory.allocated(device())).isPresent();
    RunConfig config =
        TinyRuns.config("loss.kind=margin", "optimization.steps=2000", "evaluation.every=100")
            .on(new DeviceChoice(device()));
    List<Long> held = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(long step, double loss) {
            if (step % 100 == 99) {
              held.add(DeviceMemory.allocated(device()).orElseThrow());
            }
          }
        };
    TrainingData data = TrainingData.split(TinyRuns.images(160, 60), config);
    TrainingRun.start(config, data, run, listener, new StopRequest());
    assertThat(held).hasSize(20);
    // Libraries take their own room once, at the first step and at the first evaluation.
    assertThat(held.subList(2, held.size())).containsOnly(held.get(1));
  }
}
