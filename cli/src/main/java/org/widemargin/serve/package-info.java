/**
 * A trained network on the network: the Open Inference Protocol, version 2, over HTTP, and a page
 * for people.
 */
@NullMarked
package org.widemargin.serve;

import org.jspecify.annotations.NullMarked;
