package org.widemargin.sweep;

import java.nio.file.Path;
import org.widemargin.config.Yaml;
import org.widemargin.study.Study;
import org.widemargin.study.Trial;
import org.widemargin.torch.Device;
import org.widemargin.train.StopRequest;

/** Runs a study as a process of its own, to be killed or to be run beside another. */
public final class SweepProcess {
  private SweepProcess() {}

  /** Arguments: the folder and the study's file. A line on standard output for each trial. */
  public static void main(String[] arguments) {
    SweepListener listener =
        new SweepListener() {
          @Override
          public void begins(Trial trial, int finished, int known) {
            System.out.println("begins " + trial.id());
          }
        };
    Study study = Yaml.read(Path.of(arguments[1]), Study.class);
    new Sweep(Path.of(arguments[0]), Device.CPU, listener, new StopRequest()).run(study);
    System.out.println("done");
  }
}
