#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Draws a small picture of every kind that is read, and keeps Pillow's pixels beside it.

  NAME.EXT   the picture
  NAME.rgb   Pillow's pixels over white: width and height, 2 bytes each, big-endian, then RGB, row by row; deflated

Where Pillow is not the judge (16 bits, which it clips; see `judged`), the pixels are computed from what was drawn.
Made with Pillow 9.4 (libjpeg-turbo 2.1, libwebp 1.2.4, libtiff 4.5). Pillow writes neither interlaced PNG, 4:1:1, YCCK
nor most BMP, so these are written or patched here.
"""
import io
import pathlib
import struct
import zlib

import numpy
from PIL import Image, ImageDraw, ImageOps, TiffImagePlugin

HERE = pathlib.Path(__file__).parent
W, H = 32, 16


def drawn(width=W, height=H):
    """Soft colours, hard edges, and a corner that tells which side is up."""
    y, x = numpy.mgrid[0:height, 0:width]
    rgb = numpy.stack([x * 255 // max(1, width - 1), y * 255 // max(1, height - 1), 255 - (x + y) * 255 // (width + height)], -1)
    image = Image.fromarray(rgb.astype(numpy.uint8))
    pen = ImageDraw.Draw(image)
    pen.rectangle([1, 1, width // 4, height // 4], fill=(250, 20, 30))
    pen.ellipse([width // 2, height // 3, width - 3, height - 2], fill=(20, 60, 220), outline=(255, 255, 255))
    return image


def veil(width=W, height=H):
    """Alpha: clear on the left, solid on the right."""
    x = numpy.tile(numpy.arange(width) * 255 // (width - 1), (height, 1))
    return Image.fromarray(x.astype(numpy.uint8))


RGB = drawn()
GREY = RGB.convert("L")
ALPHA = RGB.copy()
ALPHA.putalpha(veil())


def saved(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def over_white(image):
    """As PIL shows it, transparency over white."""
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA"):
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image.convert("RGB")


def shown(data):
    """As Pillow shows a file."""
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()
        pixels = ImageOps.exif_transpose(opened)
        pixels.info = opened.info
        return over_white(pixels)


def keep(name, ext, data, pixels=None):
    """Keeps a picture. `pixels` are those of another picture, where Pillow refuses this one or reads it otherwise."""
    pixels = shown(data) if pixels is None else pixels
    (HERE / f"{name}.{ext}").write_bytes(data)
    raw = struct.pack(">HH", *pixels.size) + pixels.convert("RGB").tobytes()
    (HERE / f"{name}.rgb").write_bytes(zlib.compress(raw, 9))


# ---------------------------------------------------------------- JPEG

def segments(data):
    """Splits a JPEG into its head: (marker, body), and the rest from the scan on."""
    at, head = 2, []
    while data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2:at + 4])[0]
        head.append((data[at + 1], data[at + 4:at + 2 + length]))
        at += 2 + length
    return head, data[at:]


def joined(head, rest):
    out = b"\xff\xd8"
    for marker, body in head:
        out += b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body
    return out + rest


def with_segment(data, marker, body, first=False):
    head, rest = segments(data)
    place = 0 if first else 1
    return joined(head[:place] + [(marker, body)] + head[place:], rest)


def sampled(data, factors):
    """Changes the sampling factors of the first component; the number of blocks must stay the same."""
    head, rest = segments(data)
    return joined([(m, b[:7] + bytes([factors]) + b[8:] if m in (0xC0, 0xC2) else b) for m, b in head], rest)


def exif(orientation, order="II"):
    e = "<" if order == "II" else ">"
    tiff = order.encode() + struct.pack(e + "HIH", 42, 8, 1) + struct.pack(e + "HHIHH", 0x112, 3, 1, orientation, 0) + struct.pack(e + "I", 0)
    return tiff


def cmyk_planes(image):
    """CMYK with some black in it."""
    rgb = numpy.asarray(image).astype(int)
    k = (255 - rgb.max(-1)) // 2
    cmy = (255 - rgb) - k[..., None]
    return numpy.dstack([cmy, k]).clip(0, 255).astype(numpy.uint8)


def ycck(image, **how):
    """Pillow writes four channels as they are, inverted; so we give it YCbCrK and say so in Adobe's marker."""
    planes = cmyk_planes(image)
    ycc = numpy.asarray(Image.fromarray(255 - planes[..., :3]).convert("YCbCr"))
    four = numpy.dstack([255 - ycc, planes[..., 3]])
    data = saved(Image.fromarray(four, "CMYK"), "JPEG", **how)
    head, rest = segments(data)
    return joined([(m, b[:11] + b"\x02" if m == 0xEE else b) for m, b in head], rest)


def jpegs():
    q = dict(quality=85)
    cmyk = Image.fromarray(cmyk_planes(RGB), "CMYK")
    plain = saved(RGB, "JPEG", subsampling=2, **q)
    keep("jpeg-420", "jpg", plain)
    keep("jpeg-444", "jpg", saved(RGB, "JPEG", subsampling=0, **q))
    keep("jpeg-422", "jpg", saved(RGB, "JPEG", subsampling=1, **q))
    keep("jpeg-440", "jpg", sampled(saved(drawn(32, 32), "JPEG", subsampling=1, **q), 0x12))
    keep("jpeg-411", "jpg", sampled(plain, 0x41))
    keep("jpeg-410", "jpg", sampled(saved(drawn(32, 32), "JPEG", subsampling=2, progressive=True, **q), 0x41))
    keep("jpeg-odd-size", "jpg", saved(drawn(17, 9), "JPEG", subsampling=2, **q))
    keep("jpeg-one-pixel", "jpg", saved(drawn(9, 9).crop((0, 0, 1, 1)), "JPEG", **q))
    keep("jpeg-progressive", "jpg", saved(RGB, "JPEG", progressive=True, subsampling=2, **q))
    keep("jpeg-optimised", "jpg", saved(RGB, "JPEG", optimize=True, **q))
    keep("jpeg-grey", "jpg", saved(GREY, "JPEG", **q))
    keep("jpeg-grey-progressive", "jpg", saved(GREY, "JPEG", progressive=True, **q))
    keep("jpeg-cmyk", "jpg", saved(cmyk, "JPEG", **q))
    keep("jpeg-cmyk-progressive", "jpg", saved(cmyk, "JPEG", progressive=True, **q))
    keep("jpeg-ycck", "jpg", ycck(RGB, **q))
    keep("jpeg-ycck-progressive", "jpg", ycck(RGB, progressive=True, **q))
    head, rest = segments(saved(cmyk, "JPEG", **q))
    keep("jpeg-cmyk-no-adobe", "jpg", joined([s for s in head if s[0] != 0xEE], rest))
    # RGB without a change of colours: Adobe's marker says 0, or the components are named so.
    ycc = Image.merge("YCbCr", RGB.split()).convert("YCbCr")
    as_is = Image.frombytes("YCbCr", RGB.size, RGB.tobytes())
    data = io.BytesIO()
    as_is.save(data, "JPEG", subsampling=0, **q)
    head, rest = segments(data.getvalue())
    bare = [s for s in head if s[0] != 0xE0]
    keep("jpeg-rgb-adobe", "jpg", joined([(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x00")] + bare, rest))
    named, scan = [], bytearray(rest)
    for m, b in bare:
        if m == 0xC0:
            b = b[:6] + b"R" + b[7:9] + b"G" + b[10:12] + b"B" + b[13:]
        named.append((m, b))
    for i, letter in enumerate(b"RGB"):
        scan[5 + 2 * i] = letter
    keep("jpeg-rgb-named", "jpg", joined(named, bytes(scan)))
    head, rest = segments(plain)
    keep("jpeg-no-jfif", "jpg", joined([s for s in head if s[0] != 0xE0], rest))
    keep("jpeg-adobe-ycc", "jpg", joined([(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01")] + [s for s in head if s[0] != 0xE0], rest))
    for n in range(1, 9):
        keep(f"jpeg-exif-{n}", "jpg", with_segment(plain, 0xE1, b"Exif\0\0" + exif(n, "II" if n % 2 else "MM")))
    # Exif before JFIF, or without it, as cameras write it.
    keep("jpeg-exif-first", "jpg", with_segment(plain, 0xE1, b"Exif\0\0" + exif(6), first=True))
    # Damaged metadata.
    keep("jpeg-exif-bad", "jpg", with_segment(plain, 0xE1, b"Exif\0\0" + exif(6)[:12] + b"\xff" * 9), shown(plain))
    keep("jpeg-exif-garbage", "jpg", with_segment(plain, 0xE1, b"Exif\0\0" + b"\x99" * 40), shown(plain))
    keep("jpeg-exif-offset", "jpg", with_segment(plain, 0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f"), shown(plain))
    keep("jpeg-exif-empty", "jpg", with_segment(plain, 0xE1, b"Exif\0\0"), shown(plain))
    keep("jpeg-exif-value", "jpg", with_segment(plain, 0xE1, b"Exif\0\0" + exif(77)), shown(plain))
    keep("jpeg-icc-bad", "jpg", with_segment(plain, 0xE2, b"ICC_PROFILE\0\1\1" + b"\0\0\0\x20junk" + b"\x77" * 24), shown(plain))
    keep("jpeg-icc-missing-part", "jpg", with_segment(plain, 0xE2, b"ICC_PROFILE\0\2\3" + b"\x77" * 40), shown(plain))
    keep("jpeg-icc-short", "jpg", with_segment(plain, 0xE2, b"ICC_PROFILE\0"), shown(plain))
    keep("jpeg-xmp-bad", "jpg", with_segment(plain, 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta <<<"), shown(plain))
    keep("jpeg-xmp-extended-bad", "jpg", with_segment(plain, 0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + b"\xff" * 8 + b"x"), shown(plain))
    keep("jpeg-photoshop-bad", "jpg", with_segment(plain, 0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\x7f\xff\xff\xff"), shown(plain))
    keep("jpeg-comment", "jpg", with_segment(plain, 0xFE, b"\xff\xfe\x80 not UTF-8"), shown(plain))
    head, rest = segments(plain)
    thumb = b"JFIF\0\1\2\0\0\1\0\1\x02\x02" + bytes(range(12))
    keep("jpeg-jfif-thumbnail", "jpg", joined([(0xE0, thumb)] + head[1:], rest), shown(plain))
    keep("jpeg-jfif-thumbnail-short", "jpg", joined([(0xE0, thumb[:-5])] + head[1:], rest), shown(plain))
    keep("jpeg-jfxx-bad", "jpg", joined(head[:1] + [(0xE0, b"JFXX\0\x10\xff\xd8\xff")] + head[1:], rest), shown(plain))
    keep("jpeg-jfif-density-0", "jpg", joined([(0xE0, b"JFIF\0\1\2\1\0\0\0\0\0\0")] + head[1:], rest), shown(plain))
    keep("jpeg-jfif-twice", "jpg", joined(head[:1] + head, rest), shown(plain))
    keep("jpeg-jfif-after", "jpg", joined([(0xFE, b"first")] + head, rest), shown(plain))
    keep("jpeg-adobe-short", "jpg", joined(head[:1] + [(0xEE, b"Adobe\0")] + head[1:], rest), shown(plain))
    keep("jpeg-trailing", "jpg", plain + b"\0" * 50 + b"more", shown(plain))
    keep("jpeg-padded-markers", "jpg", plain[:2] + b"\xff\xff" + plain[2:])
    # A motion photo and a multi-picture file begin with one whole JPEG.
    keep("jpeg-two", "jpg", plain + saved(GREY, "JPEG"), shown(plain))
    grey_profile = b"\0\0\x01\x80lcms\x04\x20\0\0mntrGRAYXYZ " + b"\0" * 360
    keep("jpeg-icc-of-grey", "jpg", with_segment(plain, 0xE2, b"ICC_PROFILE\0\1\1" + grey_profile), shown(plain))


# ---------------------------------------------------------------- PNG

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def packed(samples, depth):
    """Rows of H x W x C samples as PNG packs them, each without a filter."""
    out = b""
    for row in samples.reshape(samples.shape[0], -1):
        if depth == 16:
            out += b"\0" + row.astype(">u2").tobytes()
        elif depth == 8:
            out += b"\0" + row.astype("u1").tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            out += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return out


def png(samples, kind, depth, before=b"", interlaced=False, after=b""):
    height, width = samples.shape[:2]
    if interlaced:
        rows = b"".join(packed(samples[y::dy, x::dx], depth) for x, y, dx, dy in ADAM7 if samples[y::dy, x::dx].size)
    else:
        rows = packed(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(rows, 9)) + after + chunk(b"IEND", b"")


def levels(image, depth):
    return (numpy.asarray(image).astype(numpy.int64) * ((1 << depth) - 1) + 127) // 255


def judged(samples, depth, alpha=False):
    """16 bits by their upper byte, and grey by all channels; alpha over white."""
    eight = samples >> 8 if depth == 16 else samples * 255 // ((1 << depth) - 1)
    if eight.ndim == 2:
        eight = eight[..., None]
    colours, a = (eight[..., :-1], eight[..., -1:]) if alpha else (eight, 255)
    colours = (colours * a + 255 * (255 - a) + 127) // 255
    return Image.fromarray(numpy.broadcast_to(colours, colours.shape[:2] + (3,)).astype(numpy.uint8).copy())


def pngs():
    for depth in 1, 2, 4, 8, 16:
        samples = levels(GREY, depth)
        if depth == 16:
            samples = samples - samples % 7 * (samples > 7)
        for way in False, True:
            name = f"png-grey-{depth}" + ("-interlaced" if way else "")
            keep(name, "png", png(samples, 0, depth, interlaced=way), judged(samples, depth))
        grey = int(samples[0, 0])
        clear = numpy.where(samples == grey, 0, (1 << depth) - 1)
        both = numpy.dstack([samples, clear])
        keep(f"png-grey-{depth}-clear", "png", png(samples, 0, depth, chunk(b"tRNS", struct.pack(">H", grey))), judged(both, depth, True))
    for depth in 1, 2, 4, 8:
        few = RGB.quantize(1 << depth)
        table = bytes(few.getpalette()[:3 << depth]).ljust(3 << depth, b"\0")
        index = numpy.asarray(few)
        for way in False, True:
            keep(f"png-palette-{depth}" + ("-interlaced" if way else ""), "png", png(index, 3, depth, chunk(b"PLTE", table), way))
        clear = bytes([0, 128][:1 << depth])
        keep(f"png-palette-{depth}-clear", "png", png(index, 3, depth, chunk(b"PLTE", table) + chunk(b"tRNS", clear)))
    few = RGB.quantize(11)
    keep("png-palette-short", "png", png(numpy.asarray(few), 3, 4, chunk(b"PLTE", bytes(few.getpalette()[:33]))))
    for depth in 8, 16:
        rgb = levels(RGB, depth)
        for way in False, True:
            tail = "-interlaced" if way else ""
            keep(f"png-rgb-{depth}{tail}", "png", png(rgb, 2, depth, interlaced=way), judged(rgb, depth))
            rgba = numpy.dstack([rgb, levels(veil(), depth)])
            keep(f"png-rgba-{depth}{tail}", "png", png(rgba, 6, depth, interlaced=way), judged(rgba, depth, True))
            la = numpy.dstack([levels(GREY, depth), levels(veil(), depth)])
            keep(f"png-grey-alpha-{depth}{tail}", "png", png(la, 4, depth, interlaced=way), judged(la, depth, True))
        colour = rgb[2, 2]
        clear = numpy.where((rgb == colour).all(-1), 0, (1 << depth) - 1)
        keep(f"png-rgb-{depth}-clear", "png", png(rgb, 2, depth, chunk(b"tRNS", struct.pack(">HHH", *map(int, colour)))), judged(numpy.dstack([rgb, clear]), depth, True))
    rgb = levels(RGB, 8)
    keep("png-filtered", "png", saved(RGB, "PNG", optimize=True))
    keep("png-gamma", "png", png(rgb, 2, 8, chunk(b"gAMA", struct.pack(">I", 100000))))
    keep("png-srgb", "png", png(rgb, 2, 8, chunk(b"sRGB", b"\0") + chunk(b"cHRM", struct.pack(">8I", *[31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]))))
    keep("png-background", "png", png(numpy.dstack([rgb, levels(veil(), 8)]), 6, 8, chunk(b"bKGD", struct.pack(">HHH", 255, 0, 0))))
    keep("png-exif-6", "png", png(rgb, 2, 8, chunk(b"eXIf", exif(6))), ImageOps.exif_transpose(with_orientation(RGB, 6)))
    keep("png-exif-after-6", "png", png(rgb, 2, 8, after=chunk(b"eXIf", exif(6, "MM"))), ImageOps.exif_transpose(with_orientation(RGB, 6)))
    keep("png-exif-bad", "png", png(rgb, 2, 8, chunk(b"eXIf", b"II*\0\xff\xff\xff\xff")), RGB)
    keep("png-icc-bad", "png", png(rgb, 2, 8, chunk(b"iCCP", b"name\0\0" + zlib.compress(b"junk"))), RGB)
    keep("png-icc-unpacked", "png", png(rgb, 2, 8, chunk(b"iCCP", b"name\0\0junk")), RGB)
    keep("png-icc-of-grey", "png", png(rgb, 2, 8, chunk(b"iCCP", b"grey\0\0" + zlib.compress(b"\0\0\x01\x80lcms\x04\x20\0\0mntrGRAYXYZ " + b"\0" * 360))), RGB)
    keep("png-text-bad", "png", png(rgb, 2, 8, chunk(b"zTXt", b"key\0\0junk") + chunk(b"tEXt", b"no zero") + chunk(b"iTXt", b"k\0\1\0")), RGB)
    keep("png-time-bad", "png", png(rgb, 2, 8, chunk(b"tIME", b"\0") + chunk(b"pHYs", b"\0\0")), RGB)
    keep("png-chunk-bad-sum", "png", png(rgb, 2, 8, chunk(b"tEXt", b"Comment\0hello")[:-1] + b"\0"), RGB)
    keep("png-private-chunk", "png", png(rgb, 2, 8, chunk(b"prVt", b"anything")))
    frames = [RGB, ImageOps.invert(RGB)]
    keep("png-animated", "png", saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100))
    keep("png-trailing", "png", png(rgb, 2, 8) + b"more")


def with_orientation(image, value):
    copy = image.copy()
    copy.getexif()[0x112] = value
    return copy


# ---------------------------------------------------------------- GIF

def gif_bits(index, bits):
    """Codes without compression: a clear code before the table grows."""
    size, out, fill, held = bits + 1, bytearray(), 0, 0
    codes = []
    for i, v in enumerate(index):
        if i % ((1 << bits) - 2) == 0:
            codes.append(1 << bits)
        codes.append(int(v))
    codes.append((1 << bits) + 1)
    for code in codes:
        held |= code << fill
        fill += size
        while fill >= 8:
            out.append(held & 255)
            held >>= 8
            fill -= 8
    if fill:
        out.append(held & 255)
    blocks = b"".join(bytes([len(out[i:i + 255])]) + bytes(out[i:i + 255]) for i in range(0, len(out), 255))
    return bytes([bits]) + blocks + b"\0"


def gif(screen, frames, table, background=0):
    """frames: (left, top, indices H x W, clear index or None, local table or None)"""
    bits = (len(table) // 3 - 1).bit_length()
    out = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x80 | bits - 1, background, 0) + table.ljust(3 << bits, b"\0")
    for left, top, index, clear, local in frames:
        out += b"!\xf9\x04" + bytes([clear is not None, 10, 0, clear or 0]) + b"\0"
        flags = 0 if local is None else 0x80 | bits - 1
        out += b"," + struct.pack("<HHHHB", left, top, index.shape[1], index.shape[0], flags)
        out += (local or b"") + gif_bits(index.reshape(-1), bits)
    return out + b";"


def gifs():
    few = RGB.quantize(16)
    index, table = numpy.asarray(few), bytes(few.getpalette()[:48])
    keep("gif", "gif", saved(few, "GIF", interlace=0))
    keep("gif-interlaced", "gif", saved(few, "GIF", interlace=1))
    keep("gif-grey", "gif", saved(GREY, "GIF"))
    keep("gif-two-colours", "gif", saved(GREY.convert("1"), "GIF"))
    keep("gif-clear", "gif", saved(few, "GIF", transparency=3))
    keep("gif-local-table", "gif", gif((W, H), [(0, 0, index, None, table[24:] + table[:24])], table))
    keep("gif-animated", "gif", saved(RGB, "GIF", save_all=True, append_images=[ImageOps.invert(RGB)], duration=100))
    part = index[4:12, 8:28]
    # A first frame that leaves some of the screen free: browsers and Pillow show the frame where it lies.
    white = Image.new("RGB", (W, H), "white")
    white.paste(Image.fromarray(numpy.asarray(few.convert("RGB"))[4:12, 8:28]), (8, 4))
    keep("gif-part-of-screen", "gif", gif((W, H), [(8, 4, part, None, None)], table, 5), white)
    keep("gif-part-of-screen-clear", "gif", gif((W, H), [(8, 4, part, 3, None)], table, 5))
    keep("gif-no-trailer", "gif", saved(few, "GIF", interlace=0)[:-1])
    keep("gif-87", "gif", b"GIF87a" + struct.pack("<HHBBB", W, H, 0x83, 0, 0) + table + b"," + struct.pack("<HHHHB", 0, 0, W, H, 0) + gif_bits(index.reshape(-1), 4) + b";")


# ---------------------------------------------------------------- BMP

def bmp(bits, rows, table=b"", compression=0, masks=b"", height=H, header=40):
    info = struct.pack("<IiiHHIIiiII", 40, W, height, 1, bits, compression, len(rows), 2835, 2835, len(table) // 4, 0)
    if header > 40:
        info = struct.pack("<I", header) + info[4:] + masks.ljust(header - 40, b"\0")
        masks = b""
    at = 14 + len(info) + len(masks) + len(table)
    return b"BM" + struct.pack("<IHHI", at + len(rows), 0, 0, at) + info + masks + table + rows


def padded(rows):
    return b"".join(r + b"\0" * (-len(r) % 4) for r in rows)


def rle(index, bits):
    out = b""
    for row in index[::-1]:
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and row[x + run] == row[x] and run < 255:
                run += 1
            value = int(row[x]) * (17 if bits == 4 else 1)
            out += bytes([run, value])
            x += run
        out += b"\0\0"
    return out + b"\0\1"


def bmps():
    rgb = numpy.asarray(RGB).astype(int)
    keep("bmp-24", "bmp", saved(RGB, "BMP"))
    keep("bmp-grey", "bmp", saved(GREY, "BMP"))
    keep("bmp-1", "bmp", saved(GREY.convert("1"), "BMP"))
    keep("bmp-8", "bmp", saved(RGB.quantize(64), "BMP"))
    down = bmp(24, padded([r[:, ::-1].astype("u1").tobytes() for r in rgb]), height=-H)
    keep("bmp-top-down", "bmp", down)
    few = RGB.quantize(16)
    index = numpy.asarray(few)
    table = b"".join(bytes(few.getpalette()[3 * i:3 * i + 3][::-1]) + b"\0" for i in range(16))
    four = padded([bytes(int(a) << 4 | int(b) for a, b in zip(r[::2], r[1::2])) for r in index[::-1]])
    keep("bmp-4", "bmp", bmp(4, four, table))
    # Pillow 9.4 cannot judge RLE4; runs are drawn from the same indices.
    keep("bmp-rle4", "bmp", bmp(4, rle(index, 4), table, 2), few.convert("RGB"))
    keep("bmp-rle8", "bmp", bmp(8, rle(index, 8), table, 1), few.convert("RGB"))
    five = rgb[::-1] >> 3
    rows = padded([(r[:, 0] << 10 | r[:, 1] << 5 | r[:, 2]).astype("<u2").tobytes() for r in five])
    keep("bmp-16-555", "bmp", bmp(16, rows))
    six = rgb[::-1] >> [3, 2, 3]
    rows = padded([(r[:, 0] << 11 | r[:, 1] << 5 | r[:, 2]).astype("<u2").tobytes() for r in six])
    keep("bmp-16-565", "bmp", bmp(16, rows, compression=3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
    four = numpy.dstack([rgb[..., ::-1], numpy.zeros((H, W), int)])[::-1].astype("u1").tobytes()
    keep("bmp-32", "bmp", bmp(32, four))
    keep("bmp-32-masks", "bmp", bmp(32, four, compression=3, masks=struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)))
    alpha = numpy.dstack([rgb[..., ::-1], numpy.asarray(veil())])[::-1].astype("u1").tobytes()
    keep("bmp-32-alpha", "bmp", bmp(32, alpha, compression=3, masks=struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000), header=108))
    core = b"BM" + struct.pack("<IHHI", 26 + H * W * 3, 0, 0, 26) + struct.pack("<IHHHH", 12, W, H, 1, 24)
    keep("bmp-os2", "bmp", core + b"".join(r[:, ::-1].astype("u1").tobytes() for r in rgb[::-1]))


# ---------------------------------------------------------------- WebP

def riff(*chunks):
    body = b"WEBP" + b"".join(k + struct.pack("<I", len(b)) + b + b"\0" * (len(b) % 2) for k, b in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_chunks(data):
    at, found = 12, []
    while at + 8 <= len(data):
        length = struct.unpack("<I", data[at + 4:at + 8])[0]
        found.append((data[at:at + 4], data[at + 8:at + 8 + length]))
        at += 8 + length + length % 2
    return found


def filtered(alpha, way):
    a = alpha.astype(int)
    left = numpy.roll(a, 1, 1)
    up = numpy.roll(a, 1, 0)
    guess = numpy.zeros_like(a)
    h, w = a.shape
    for y in range(h):
        for x in range(w):
            if x == 0 and y == 0:
                p = 0
            elif y == 0:
                p = a[y, x - 1]
            elif x == 0:
                p = a[y - 1, x]
            elif way == 1:
                p = a[y, x - 1]
            elif way == 2:
                p = a[y - 1, x]
            else:
                p = min(255, max(0, a[y, x - 1] + a[y - 1, x] - a[y - 1, x - 1]))
            guess[y, x] = p
    return ((a - guess) & 255).astype("u1")


def webps():
    for quality in 30, 60, 85:
        keep(f"webp-lossy-{quality}", "webp", saved(RGB, "WEBP", quality=quality))
        keep(f"webp-lossy-{quality}-odd", "webp", saved(drawn(33, 19), "WEBP", quality=quality, method=6))
    keep("webp-lossy-large", "webp", saved(drawn(80, 70), "WEBP", quality=40))
    keep("webp-lossless", "webp", saved(RGB, "WEBP", lossless=True))
    keep("webp-lossless-odd", "webp", saved(drawn(33, 19), "WEBP", lossless=True, method=6))
    keep("webp-lossless-few", "webp", saved(RGB.quantize(4).convert("RGB"), "WEBP", lossless=True))
    keep("webp-lossless-alpha", "webp", saved(ALPHA, "WEBP", lossless=True, exact=True))
    lossy = saved(ALPHA, "WEBP", quality=60)
    keep("webp-lossy-alpha", "webp", lossy)
    keep("webp-lossy-alpha-quality", "webp", saved(ALPHA, "WEBP", quality=60, alpha_quality=40))
    alpha = numpy.asarray(ALPHA)[..., 3]
    chunks = webp_chunks(lossy)
    for way in range(4):
        raw = bytes([way << 2]) + (filtered(alpha, way) if way else alpha).tobytes()
        keep(f"webp-alpha-raw-{way}", "webp", riff(*[(k, raw if k == b"ALPH" else b) for k, b in chunks]))
    icc = saved(RGB, "WEBP", quality=60, icc_profile=b"junk" * 40)
    keep("webp-icc-bad", "webp", icc)
    for n in range(1, 9):
        keep(f"webp-exif-{n}", "webp", saved(RGB, "WEBP", quality=60, exif=b"Exif\0\0" + exif(n)))
    keep("webp-exif-bare-6", "webp", saved(RGB, "WEBP", lossless=True, exif=exif(6)))
    keep("webp-exif-bad", "webp", saved(RGB, "WEBP", quality=60, exif=b"\x99" * 30), shown(saved(RGB, "WEBP", quality=60)))
    keep("webp-xmp-bad", "webp", saved(RGB, "WEBP", quality=60, xmp=b"<<<"))
    keep("webp-animated", "webp", saved(RGB, "WEBP", save_all=True, append_images=[ImageOps.invert(RGB)], duration=100, lossless=True))
    # A first frame that is smaller than the canvas; what it leaves free is transparent.
    part = RGB.crop((8, 4, 28, 12))
    frame = struct.pack("<I", 8 // 2)[:3] + struct.pack("<I", 4 // 2)[:3] + struct.pack("<I", 19)[:3] + struct.pack("<I", 7)[:3] + b"\x64\0\0\0"
    inner = b"".join(k + struct.pack("<I", len(b)) + b + b"\0" * (len(b) % 2) for k, b in webp_chunks(saved(part, "WEBP", lossless=True)))
    header = bytes([0x12, 0, 0, 0]) + struct.pack("<I", W - 1)[:3] + struct.pack("<I", H - 1)[:3]
    keep("webp-animated-part", "webp", riff((b"VP8X", header), (b"ANIM", b"\xff\xff\xff\xff\0\0"), (b"ANMF", frame + inner)))
    raw_alpha = b"".join(k + struct.pack("<I", len(b)) + b + b"\0" * (len(b) % 2) for k, b in [(b"ALPH", b"\0" + alpha.tobytes())] + [c for c in chunks if c[0] == b"VP8 "])
    whole = bytes(6) + struct.pack("<I", W - 1)[:3] + struct.pack("<I", H - 1)[:3] + b"\x64\0\0\0"
    (HERE / "refused-webp-animated-alpha-raw.webp").write_bytes(riff((b"VP8X", header), (b"ANIM", bytes(6)), (b"ANMF", whole + raw_alpha)))
    keep("webp-trailing", "webp", saved(RGB, "WEBP", quality=60) + b"more")


# ---------------------------------------------------------------- TIFF

def tiff(entries, strips, order="<"):
    """entries: tag -> (type, values); strips go behind, and 273 or 324 and 279 or 325 are filled in."""
    tags = dict(entries)
    where, counts = (324, 325) if 322 in tags else (273, 279)
    tags[where] = (4, [0] * len(strips))
    tags[counts] = (4, [len(s) for s in strips])
    size = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 12: 8, 11: 4}
    letter = {1: "B", 2: "B", 3: "H", 4: "I", 11: "f"}
    def laid(tags):
        at = 8 + 2 + 12 * len(tags) + 4
        ifd, more = b"", b""
        for tag in sorted(tags):
            kind, values = tags[tag]
            body = struct.pack(order + letter[kind] * len(values), *values)
            count = len(values)
            if len(body) <= 4:
                field = body.ljust(4, b"\0")
            else:
                field = struct.pack(order + "I", at + len(more))
                more += body + b"\0" * (len(body) % 2)
            ifd += struct.pack(order + "HHI", tag, kind, count) + field
        return ifd, more, at
    ifd, more, at = laid(tags)
    place, places = at + len(more), []
    for s in strips:
        places.append(place)
        place += len(s)
    tags[where] = (4, places)
    ifd, more, at = laid(tags)
    mark = b"II" if order == "<" else b"MM"
    return mark + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", len(tags)) + ifd + b"\0" * 4 + more + b"".join(strips)


def base(samples, bits, photometric, channels=1, width=W, height=H, compression=1, **more):
    tags = {256: (3, [width]), 257: (3, [height]), 258: (3, [bits] * channels), 259: (3, [compression]), 262: (3, [photometric]), 277: (3, [channels]), 278: (3, [height])}
    tags.update(more)
    return tags


def tiffs():
    rgb = numpy.asarray(RGB)
    grey = numpy.asarray(GREY)
    for way in "raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits":
        short = way.replace("tiff_", "").replace("_", "-")
        keep(f"tiff-rgb-{short}", "tif", saved(RGB, "TIFF", compression=way))
        keep(f"tiff-grey-{short}", "tif", saved(GREY, "TIFF", compression=way))
        keep(f"tiff-palette-{short}", "tif", saved(RGB.quantize(16), "TIFF", compression=way))
        keep(f"tiff-two-{short}", "tif", saved(GREY.convert("1"), "TIFF", compression=way))
    for way in "group3", "group4", "tiff_ccitt":
        keep(f"tiff-two-{way.replace('_', '-')}", "tif", saved(GREY.convert("1"), "TIFF", compression=way))
    keep("tiff-rgb-jpeg", "tif", saved(RGB, "TIFF", compression="jpeg", quality=85))
    keep("tiff-grey-jpeg", "tif", saved(GREY, "TIFF", compression="jpeg", quality=85))
    for way in "tiff_lzw", "tiff_adobe_deflate":
        short = way.replace("tiff_", "").replace("_", "-")
        info = TiffImagePlugin.ImageFileDirectory_v2()
        info[317] = 2
        keep(f"tiff-predictor-{short}", "tif", saved(RGB, "TIFF", compression=way, tiffinfo=info))
    keep("tiff-alpha", "tif", saved(ALPHA, "TIFF", compression="tiff_lzw"))
    keep("tiff-grey-alpha", "tif", saved(ALPHA.convert("LA"), "TIFF"))
    keep("tiff-cmyk", "tif", saved(Image.fromarray(cmyk_planes(RGB), "CMYK"), "TIFF"))
    keep("tiff-cmyk-lzw", "tif", saved(Image.fromarray(cmyk_planes(RGB), "CMYK"), "TIFF", compression="tiff_lzw"))
    keep("tiff-pages", "tif", saved(RGB, "TIFF", save_all=True, append_images=[ImageOps.invert(RGB)]), RGB)
    for n in range(1, 9):
        info = TiffImagePlugin.ImageFileDirectory_v2()
        info[274] = n
        data = saved(RGB, "TIFF", tiffinfo=info)
        keep(f"tiff-orientation-{n}", "tif", data, ImageOps.exif_transpose(with_orientation(RGB, n)))
    for order, word in ("<", "little"), (">", "big"):
        deep = levels(GREY, 16)
        deep = deep - deep % 7 * (deep > 7)
        keep(f"tiff-grey-16-{word}", "tif", tiff(base(0, 16, 1), [deep.astype(order + "u2").tobytes()], order), judged(deep, 16))
        deep = levels(RGB, 16)
        keep(f"tiff-rgb-16-{word}", "tif", tiff(base(0, 16, 2, 3), [deep.astype(order + "u2").tobytes()], order), judged(deep, 16))
        keep(f"tiff-rgb-{word}", "tif", tiff(base(0, 8, 2, 3), [rgb.tobytes()], order))
    keep("tiff-white-is-0", "tif", tiff(base(0, 8, 0), [(255 - grey).tobytes()]))
    bits = numpy.packbits(grey < 128, axis=1).tobytes()
    keep("tiff-two-white-is-0", "tif", tiff(base(0, 1, 0), [bits]))
    four = levels(GREY, 4)
    rows = b"".join(bytes(int(a) << 4 | int(b) for a, b in zip(r[::2], r[1::2])) for r in four)
    keep("tiff-grey-4", "tif", tiff(base(0, 4, 1), [rows]))
    keep("tiff-planes", "tif", tiff(base(0, 8, 2, 3) | {284: (3, [2])}, [rgb[..., c].tobytes() for c in range(3)]))
    tiles = [rgb[y:y + 16, x:x + 16].tobytes() for y in (0,) for x in (0, 16)]
    tags = base(0, 8, 2, 3) | {322: (3, [16]), 323: (3, [16])}
    tags.pop(278)
    keep("tiff-tiles", "tif", tiff(tags, tiles))
    tags[259] = (3, [8])
    keep("tiff-tiles-deflate", "tif", tiff(tags, [zlib.compress(t) for t in tiles]))
    keep("tiff-strips", "tif", tiff(base(0, 8, 2, 3) | {278: (3, [5])}, [rgb[y:y + 5].tobytes() for y in range(0, H, 5)]))
    keep("tiff-extra-channel", "tif", tiff(base(0, 8, 2, 4) | {338: (3, [0])}, [numpy.dstack([rgb, grey]).tobytes()]), RGB)
    associated = numpy.asarray(ALPHA).astype(int)
    associated = numpy.dstack([associated[..., :3] * associated[..., 3:] // 255, associated[..., 3:]]).astype("u1")
    shown = (associated[..., :3].astype(int) + 255 - associated[..., 3:]).clip(0, 255).astype("u1")
    keep("tiff-alpha-associated", "tif", tiff(base(0, 8, 2, 4) | {338: (3, [1])}, [associated.tobytes()]), Image.fromarray(shown))
    keep("tiff-icc-bad", "tif", tiff(base(0, 8, 2, 3) | {34675: (1, list(b"junk" * 8))}, [rgb.tobytes()]))
    keep("tiff-xmp-bad", "tif", tiff(base(0, 8, 2, 3) | {700: (1, list(b"<<<<<"))}, [rgb.tobytes()]))
    for order, word in ("<", "little"), (">", "big"):
        deep = levels(RGB, 16)
        stepped = deep.copy()
        stepped[:, 1:] = (deep[:, 1:] - deep[:, :-1]) & 0xFFFF
        tags = base(0, 16, 2, 3, compression=8) | {317: (3, [2])}
        keep(f"tiff-predictor-16-{word}", "tif", tiff(tags, [zlib.compress(stepped.astype(order + "u2").tobytes())], order), judged(deep, 16))
    mirrored = bytes(int(f"{b:08b}"[::-1], 2) for b in bits)
    keep("tiff-two-fill-order", "tif", tiff(base(0, 1, 0) | {266: (3, [2])}, [mirrored]))
    ycc = numpy.asarray(RGB.convert("YCbCr"))
    # What is refused, because readers differ about it or read it wrong.
    (HERE / "refused-tiff-ycc.tif").write_bytes(tiff(base(0, 8, 6, 3), [ycc.tobytes()]))
    (HERE / "refused-tiff-cmyk-jpeg.tif").write_bytes(tiff(base(0, 8, 5, 4, compression=7), [ycc.tobytes()]))
    (HERE / "refused-tiff-565.tif").write_bytes(tiff(base(0, 8, 2, 3) | {258: (3, [5, 6, 5])}, [ycc.tobytes()]))
    (HERE / "refused-tiff-channels.tif").write_bytes(tiff(base(0, 8, 2, 6), [rgb.tobytes() * 2]))
    real = (grey / 255).astype("<f4")
    (HERE / "refused-tiff-float.tif").write_bytes(tiff(base(0, 32, 1) | {339: (3, [3])}, [real.tobytes()]))
    lab = RGB.convert("RGB")
    (HERE / "refused-tiff-lab.tif").write_bytes(tiff(base(0, 8, 8, 3), [rgb.tobytes()]))
    (HERE / "refused-tiff-signed.tif").write_bytes(tiff(base(0, 16, 1) | {339: (3, [2])}, [grey.astype("<i2").tobytes()]))
    (HERE / "refused-tiff-zstd.tif").write_bytes(tiff(base(0, 8, 2, 3, compression=50000), [rgb.tobytes()]))
    (HERE / "refused-raw-dng.dng").write_bytes(tiff(base(0, 8, 2, 3) | {50706: (1, [1, 4, 0, 0]), 254: (4, [1])}, [rgb.tobytes()]))
    (HERE / "refused-raw-nef.nef").write_bytes(tiff(base(0, 8, 2, 3) | {254: (4, [1]), 330: (4, [8]), 271: (2, list(b"NIKON CORPORATION\0"))}, [rgb.tobytes()]))
    (HERE / "refused-raw-arw.arw").write_bytes(tiff(base(0, 8, 6, 3) | {254: (4, [1]), 330: (4, [8]), 271: (2, list(b"SONY\0"))}, [rgb.tobytes()]))
    cr2 = bytearray(tiff(base(0, 8, 2, 3), [rgb.tobytes()]))
    moved = cr2[:4] + struct.pack("<I", 16) + b"CR\x02\0\0\0\0\0" + cr2[8:]
    (HERE / "refused-raw-cr2.cr2").write_bytes(bytes(moved))


# ---------------------------------------------------------------- PNM

def pnms():
    rgb, grey = numpy.asarray(RGB), numpy.asarray(GREY)
    two = grey < 128
    keep("pnm-pgm-raw", "pgm", saved(GREY, "PPM"))
    keep("pnm-ppm-raw", "ppm", saved(RGB, "PPM"))
    keep("pnm-pbm-raw", "pbm", saved(GREY.convert("1"), "PPM"))
    odd = grey[:, :29] < 128
    black = lambda bits: Image.fromarray(numpy.where(bits, 0, 255).astype("u1"))
    keep("pnm-pbm-raw-odd", "pbm", b"P4 29 16\n" + numpy.packbits(odd, axis=1).tobytes(), black(odd))
    words = lambda values: b"\n".join(b" ".join(b"%d" % v for v in row) for row in values.reshape(values.shape[0], -1))
    keep("pnm-pgm-plain", "pgm", b"P2\n# a comment\n32 16\n255\n" + words(grey) + b"\n", GREY)
    keep("pnm-ppm-plain", "ppm", b"P3\n32 # width\n16\n255\n" + words(rgb) + b"\n", RGB)
    keep("pnm-pbm-plain", "pbm", b"P1\n32 16\n" + words(two.astype(int)) + b"\n", black(two))
    keep("pnm-pbm-plain-joined", "pbm", b"P1\n32 16\n" + b"\n".join(b"".join(b"%d" % v for v in r) for r in two.astype(int)) + b"\n", black(two))
    keep("pnm-pgm-comment", "pgm", b"P5\n# CREATOR: a camera\n32 16\n# 1\n255\n" + grey.tobytes(), GREY)
    keep("pnm-pgm-one-line", "pgm", b"P5 32 16 255 " + grey.tobytes(), GREY)
    keep("pnm-pgm-crlf", "pgm", b"P5\r\n32 16\r\n255\n" + grey.tobytes(), GREY)
    small = grey // 4
    scaled = Image.fromarray(((small.astype(int) * 255 + 31) // 63).astype("u1"))
    keep("pnm-pgm-63", "pgm", b"P5 32 16 63\n" + small.tobytes(), scaled)
    keep("pnm-pgm-plain-63", "pgm", b"P2 32 16 63\n" + words(small), scaled)
    deep = levels(GREY, 16)
    keep("pnm-pgm-16", "pgm", b"P5 32 16 65535\n" + deep.astype(">u2").tobytes(), judged(deep, 16))
    ten = levels(GREY, 10)
    keep("pnm-pgm-10", "pgm", b"P5 32 16 1023\n" + ten.astype(">u2").tobytes(), Image.fromarray((ten * 255 // 1023).astype("u1")))
    deep = levels(RGB, 16)
    keep("pnm-ppm-16", "ppm", b"P6 32 16 65535\n" + deep.astype(">u2").tobytes(), judged(deep, 16))
    keep("pnm-two", "pgm", b"P5 32 16 255\n" + grey.tobytes() + b"P5 1 1 255\n\0", GREY)


for old in HERE.glob("*.*"):
    if old.suffix != ".py":
        old.unlink()
jpegs()
pngs()
gifs()
bmps()
webps()
tiffs()
pnms()
print(len(list(HERE.glob("*.rgb"))), "kinds,", sum(f.stat().st_size for f in HERE.iterdir()), "bytes")
