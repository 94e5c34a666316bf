/**
 * Public data sets from their official addresses: downloads that go on where they were broken off,
 * held against pinned digests, and unpacked by what is expected in them.
 */
@NullMarked
package org.widemargin.fetch;

import org.jspecify.annotations.NullMarked;
