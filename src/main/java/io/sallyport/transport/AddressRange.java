package io.sallyport.transport;

import java.net.InetAddress;

/// Addresses that share their first bits: one address, or a network such as `10.0.0.0/8`.
///
/// @param bits how many bits are shared, from the left
public record AddressRange(InetAddress address, int bits) {
    public AddressRange {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("must be an address or a network such as 10.0.0.0/8");
        }
    }

    /// Reads an address, or an address and the number of shared bits behind a slash. No name is ever looked up.
    ///
    /// Errors: IllegalArgumentException for anything else.
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * Byte.SIZE;
            return new AddressRange(address, slash < 0 ? most : Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be an address or a network such as 10.0.0.0/8", e);
        }
    }

    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((ours[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether every address of another range is in this one.
    public boolean contains(AddressRange other) {
        return bits <= other.bits && contains(other.address);
    }

    /// As it is written: an address, or a network with its bits.
    @Override
    public String toString() {
        boolean isOne = bits == address.getAddress().length * Byte.SIZE;
        return address.getHostAddress() + (isOne ? "" : "/" + bits);
    }
}
