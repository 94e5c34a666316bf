package org.widemargin.run;

import static org.widemargin.InputException.require;

import java.nio.file.Path;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.network.Network;
import org.widemargin.torch.Device;
import org.widemargin.train.RunConfig;

/**
 * A run's result, to be evaluated, attacked or asked for predictions. It holds the network's native
 * memory: close it.
 *
 * @param folder the run's folder
 * @param config the run's configuration
 * @param network the network of the checkpoint that is the run's result
 * @param step the checkpoint's step
 */
public record TrainedRun(RunFolder folder, RunConfig config, Network network, long step)
    implements AutoCloseable {

  /**
   * Reads a run.
   *
   * @param path the run's folder
   * @param device where the network shall compute, whichever it was trained on
   * @return its result
   * @throws org.widemargin.InputException if there is no run, no checkpoint, or one that is damaged
   *     or of another network than the configuration names
   */
  public static TrainedRun load(Path path, Device device) {
    RunFolder folder = RunFolder.open(path);
    RunConfig config = folder.config();
    Checkpoint checkpoint = folder.result();
    String found = checkpoint.manifest().network().name();
    String expected = config.model().network() == null ? found : config.model().network().name();
    require(
        expected.equals(found),
        "%s: config.yaml names the network '%s', the checkpoint holds '%s'",
        path,
        expected,
        found);
    return new TrainedRun(folder, config, checkpoint.network(device), checkpoint.manifest().step());
  }

  @Override
  public void close() {
    network.close();
  }
}
