package org.widemargin.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What the workers of a training are to do.
 *
 * @param workers how many they are
 * @param arguments of the program, its command {@code train} first
 * @param folder where the driver works, in which names of files begin
 * @param mark a file of the driver's beside the run, by which worker 0 knows that it sees the same
 * @param options of the Java virtual machine, beside those that every worker has
 * @param patience how long a worker waits for another before it counts as lost
 */
record WorkerOrder(
    int workers,
    List<String> arguments,
    String folder,
    String mark,
    List<String> options,
    Duration patience)
    implements Serializable {
  WorkerOrder {
    arguments = List.copyOf(arguments);
    options = List.copyOf(options);
  }
}
