package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.study.Measurement;
import org.widemargin.study.Study;
import org.widemargin.study.TinyStudies;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.torch.Device;
import org.widemargin.train.StopRequest;

/** Trials in other processes, which share nothing with this one but what they are sent. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrewTest {
  @TempDir private Path folder;

  /** Two processes of this machine. */
  private record Processes(TrialPool pool) implements Crew {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public byte[] ask(byte[] task) {
      return pool.ask(task);
    }
  }

  private static Map<String, TrialResult> lines(Path where) throws IOException {
    Map<String, TrialResult> lines = new TreeMap<>();
    new TrialLog(where.resolve(Sweep.RESULTS))
        .refresh()
        .all()
        .forEach(result -> lines.put(result.trial(), Lines.withoutOrigin(result)));
    assertThat(Files.readAllLines(where.resolve(Sweep.RESULTS))).hasSize(lines.size());
    return lines;
  }

  private Map<String, TrialResult> alone(Study study) throws IOException {
    Path where = folder.resolve("alone");
    assertThat(new Sweep(where, Device.CPU, new SweepListener() {}, new StopRequest()).run(study))
        .isTrue();
    return lines(where);
  }

  private Sweep by(Crew crew, Path where, SweepListener listener) {
    return new Sweep(where, Device.CPU, listener, new StopRequest(), DataFolders.NONE, crew);
  }

  /** All kinds of measurement, of networks that are sent on and of those that are not. */
  @Test
  void theLinesAreThoseOfOneProcess() throws IOException {
    Study study =
        TinyStudies.of(
            """
            conditions: [{label-noise: 0}, {label-noise: 0.5}]
            seeds: [1, 2]
            measurements:
              - accuracy: {samples: 12}
              - black-box: {attack: fgsm, source: cross-entropy, epsilons: [0, 0.2], samples: 8}
              - gaussian-noise: {deviations: [0, 0.3], samples: 10}
              - distance-evolution
            """);
    Path where = folder.resolve("crew");
    try (TrialPool pool = new TrialPool(folder.resolve("pool"))) {
      assertThat(by(new Processes(pool), where, new SweepListener() {}).run(study)).isTrue();
    }
    assertThat(folder.resolve("pool")).doesNotExist();
    assertThat(lines(where)).isEqualTo(alone(study));
  }

  /** A trial that cannot be had is told; the others have their lines, and the next run adds it. */
  @Test
  void aTrialThatIsLostKeepsNoOtherFromItsLine() throws IOException {
    Study study =
        TinyStudies.of(
            """
            seeds: [1, 2]
            measurements: [accuracy, {gaussian-noise: {deviations: [0.3], samples: 10}}]
            """);
    Path where = folder.resolve("crew");
    List<Trial> lost = Collections.synchronizedList(new ArrayList<>());
    SweepListener listener =
        new SweepListener() {
          @Override
          public void lost(Trial trial, String why) {
            assertThat(why).isEqualTo("unplugged");
            lost.add(trial);
          }
        };
    try (TrialPool pool = new TrialPool(folder.resolve("pool"))) {
      Crew unlucky =
          new Crew() {
            @Override
            public int size() {
              return 2;
            }

            @Override
            public byte[] ask(byte[] task) {
              if (TrialTask.of(task).order().trial().measurement()
                  instanceof Measurement.GaussianNoise) {
                throw new TrialLostException("unplugged", new IllegalStateException());
              }
              return pool.ask(task);
            }
          };
      assertThat(by(unlucky, where, listener).run(study)).isFalse();
      assertThat(lost).hasSize(4);
      assertThat(lines(where)).hasSize(4);
      assertThat(by(new Processes(pool), where, new SweepListener() {}).run(study)).isTrue();
    }
    assertThat(lines(where)).isEqualTo(alone(study));
  }

  /** Whoever asks learns what went wrong there, and the process is kept. */
  @Test
  void aFailureIsTold() {
    AtomicInteger told = new AtomicInteger();
    Study study = TinyStudies.accuracy();
    try (TrialPool pool = new TrialPool(folder.resolve("pool"))) {
      Crew confused =
          new Crew() {
            @Override
            public int size() {
              return 1;
            }

            @Override
            public byte[] ask(byte[] task) {
              TrialTask asked = TrialTask.of(task);
              TrialOrder order = asked.order();
              TrialOrder other =
                  new TrialOrder(
                      order.trial(), order.train(), "other", order.folders(), order.device());
              return pool.ask(new TrialTask(other, asked.networks()).toBytes());
            }
          };
      SweepListener listener =
          new SweepListener() {
            @Override
            public void lost(Trial trial, String why) {
              assertThat(why).contains("another one here", "SHA-256");
              told.incrementAndGet();
            }
          };
      assertThat(by(confused, folder.resolve("crew"), listener).run(study)).isFalse();
    }
    assertThat(told).hasValue(8);
  }
}
