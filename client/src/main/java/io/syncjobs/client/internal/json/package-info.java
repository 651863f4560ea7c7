/** Reading and writing of models as JSON. Not part of the public API. */
@NullMarked
package io.syncjobs.client.internal.json;

import org.jspecify.annotations.NullMarked;
