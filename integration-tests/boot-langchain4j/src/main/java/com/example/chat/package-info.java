/** An application as users write it. It names no class of this library. */
@NullMarked
package com.example.chat;

import org.jspecify.annotations.NullMarked;
