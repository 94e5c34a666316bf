package org.widemargin.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingListener;

/** A demo so small that it takes a second: images of 6x6 whose bright third tells the class. */
public final class TinyDemo {
  private static final int SIDE = 6;

  private TinyDemo() {}

  /** The images. */
  public static DataSource images() {
    return new DataSource(thirds(90, 1), thirds(30, 2));
  }

  private static Dataset thirds(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[count * SIDE * SIDE];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        boolean bright = pixel % SIDE * 3 / SIDE == labels[i];
        pixels[i * SIDE * SIDE + pixel] = (byte) (random.nextInt(100) + (bright ? 120 : 0));
      }
    }
    return Dataset.images(
        "thirds",
        new SampleShape.Image(1, SIDE, SIDE),
        pixels,
        labels,
        List.of("left", "middle", "right"));
  }

  /** The plan. */
  public static DemoPlan plan() {
    RunConfig margin =
        RunConfig.defaults()
            .with(
                "model.name='mlp:10'",
                "data.validation-size=15",
                "loss.margin.norm=linf",
                "loss.margin.layers=input",
                "loss.margin.gamma=0.2",
                "loss.margin.top-k=1",
                "loss.margin.gradient=boundary",
                "optimization.steps=40",
                "optimization.batch-size=16",
                "optimization.learning-rate=0.01",
                "evaluation.every=10",
                "evaluation.samples=30",
                "evaluation.distance-samples=10",
                "threads=1");
    return new DemoPlan(
        margin.with("loss.kind=cross-entropy"), margin, 20, List.of(0.1, 0.3), 25, 0.2);
  }

  /** A listener that notes what happens. */
  public static final class Notes implements DemoListener {
    /** The stages so far. */
    public final List<String> stages = new ArrayList<>();

    /** How many updates were made so far. */
    public int steps;

    @Override
    public void stage(int number, int count, String name) {
      stages.add(number + "/" + count + " " + name);
    }

    @Override
    public TrainingListener training(RunConfig config) {
      return new TrainingListener() {
        @Override
        public void stepped(long step, double loss) {
          steps++;
        }
      };
    }
  }
}
