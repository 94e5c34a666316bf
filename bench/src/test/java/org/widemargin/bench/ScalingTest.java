package org.widemargin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;

class ScalingTest {
  private static final NetworkSpec SPEC =
      Architectures.mlp(InputSpec.features(5), List.of(8), 4, 0);

  @TempDir private Path folder;

  @Test
  void measuresEverySizeAndDrawsIt() throws Exception {
    NativeRuntime.initialise(1);
    List<Scaling.Curves> all = new Scaling(SPEC, 8, 1, 0, Device.CPU).run();
    assertThat(all)
        .extracting(Scaling.Curves::name)
        .containsExactly("competitors", "layers", "batch", "width", "threads");
    assertThat(all.get(1).steps())
        .filteredOn(step -> step.series().equals("margin, top-1"))
        .extracting(Scaling.Measured::x)
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(all).allSatisfy(curves -> assertThat(curves.rounds()).isEqualTo(3));
    ScalingFigures.write("mlp", all, folder);
    assertThat(Files.readString(folder.resolve("scaling-batch-time.csv")))
        .contains("cross-entropy");
    assertThat(folder.resolve("scaling-threads-time.svg")).exists();
  }

  @Test
  void wideningLeavesTheClasses() {
    NetworkSpec wide =
        Scaling.widened(Architectures.wideResidual("wrn-10-1", InputSpec.image(3, 8, 8), 4, 0), 2);
    assertThat(wide.classes()).isEqualTo(4);
    assertThat(wide.plan().parameters().get(0).shape()).startsWith(32);
  }
}
