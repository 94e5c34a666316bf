/**
 * The front door: {@link org.widemargin.Training} learns and saves, {@link
 * org.widemargin.Classifier} loads and predicts.
 *
 * <p>This is the library's interface, which later versions keep: the types of this package, and
 * those that their signatures name:
 *
 * <ul>
 *   <li>{@link org.widemargin.data.DataSource}, {@link org.widemargin.data.Dataset}, {@link
 *       org.widemargin.data.Datasets}, {@link org.widemargin.data.DatasetSpec} and {@code
 *       org.widemargin.mnist.Mnist}: what is learned from
 *   <li>{@link org.widemargin.network.NetworkSpec}, {@link org.widemargin.network.Architectures}:
 *       networks as data
 *   <li>{@link org.widemargin.train.TrainingListener}, {@link org.widemargin.train.RunConfig}: for
 *       those who watch or set more
 *   <li>{@link org.widemargin.margin.MarginLoss}, {@link org.widemargin.margin.MarginSpec}: the
 *       loss for a training loop of one's own, over the bindings' tensors
 *   <li>{@link org.widemargin.error.InputException}, {@link org.widemargin.error.OutputException}:
 *       what goes wrong, in words for people
 * </ul>
 *
 * <p>All other packages are internal: public so that the library's parts can use each other, and
 * free to change. No signature of this package names a type of the bindings; a test holds it.
 */
@NullMarked
package org.widemargin;

import org.jspecify.annotations.NullMarked;
