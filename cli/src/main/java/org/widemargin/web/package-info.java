/** A small web server: who may ask, how much, how long, and how many at a time. */
@NullMarked
package org.widemargin.web;

import org.jspecify.annotations.NullMarked;
