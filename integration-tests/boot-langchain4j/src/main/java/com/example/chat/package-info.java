/** A typical application of a user. It uses no class of this library. */
@NullMarked
package com.example.chat;

import org.jspecify.annotations.NullMarked;
