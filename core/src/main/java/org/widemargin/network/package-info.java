/**
 * Networks as data: {@link org.widemargin.network.NetworkSpec}, and bound to parameters: {@link
 * org.widemargin.network.Network}.
 */
@NullMarked
package org.widemargin.network;

import org.jspecify.annotations.NullMarked;
