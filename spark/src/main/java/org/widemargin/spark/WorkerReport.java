package org.widemargin.spark;

import java.io.Serializable;

/**
 * How a worker ended.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what was to be said beside
 */
record WorkerReport(int status, String out, String err) implements Serializable {}
