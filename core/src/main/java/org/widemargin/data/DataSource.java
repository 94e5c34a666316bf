package org.widemargin.data;

import org.widemargin.error.InputException;

/**
 * A data set as published: the part to train on and the part to test on. Validation samples are
 * held out of the training part by {@code Splits}.
 *
 * @param train the samples to learn from
 * @param test the samples to judge by
 */
public record DataSource(Dataset train, Dataset test) {
  /** Checks that both parts have the same sample shape and the same classes. */
  public DataSource {
    InputException.require(
        train.sampleShape().equals(test.sampleShape()),
        "%s: training samples have shape %s but test samples %s; both must be equal",
        train.name(),
        train.sampleShape(),
        test.sampleShape());
    InputException.require(
        train.classNames().equals(test.classNames()),
        "%s: the classes of the training part %s are not those of the test part %s",
        train.name(),
        train.classNames(),
        test.classNames());
  }
}
