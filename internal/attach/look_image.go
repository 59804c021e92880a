package attach

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	_ "image/jpeg" // the formats that are taken
	_ "image/png"
)

var pngMark = []byte("\x89PNG\r\n\x1a\n")

// pixels bounds a picture by what its head says, before anything is unpacked.
func pixels(body []byte, l Limits) error {
	c, _, err := image.DecodeConfig(bytes.NewReader(body))
	switch {
	case err != nil || c.Width <= 0 || c.Height <= 0:
		return errBroken
	case int64(c.Width)*int64(c.Height) > l.Pixels:
		return errPixels
	}
	return nil
}

// checkPNG walks the chunks: whole, in order, with right sums, and nothing behind the last.
func checkPNG(body []byte, l Limits) error {
	if err := pixels(body, l); err != nil {
		return err
	}
	data := false
	for at := len(pngMark); ; {
		if at+12 > len(body) {
			return errBroken
		}
		size := int64(binary.BigEndian.Uint32(body[at:]))
		end := int64(at) + 12 + size
		if end > int64(len(body)) {
			return errBroken
		}
		chunk := body[at+4 : end-4]
		if crc32.ChecksumIEEE(chunk) != binary.BigEndian.Uint32(body[end-4:]) {
			return errBroken
		}
		switch string(chunk[:4]) {
		case "IDAT":
			data = true
		case "IEND":
			if end != int64(len(body)) {
				return errActive // something else is behind the picture
			}
			if !data {
				return errBroken
			}
			return nil
		}
		at = int(end)
	}
}

// checkJPEG walks the segments to the end of the picture, with nothing behind it.
func checkJPEG(body []byte, l Limits) error {
	if err := pixels(body, l); err != nil {
		return err
	}
	scanned := false
	for at := 2; at+2 <= len(body); {
		if body[at] != 0xFF {
			if !scanned {
				return errBroken
			}
			at++ // the packed picture itself, up to the next marker
			continue
		}
		mark := body[at+1]
		switch {
		case mark == 0xFF:
			at++
		case mark == 0xD9:
			if !scanned {
				return errBroken
			}
			if at+2 != len(body) {
				return errActive // something else is behind the picture
			}
			return nil
		case mark == 0 || mark >= 0xD0 && mark <= 0xD7 || mark == 1:
			at += 2
		default:
			if at+4 > len(body) {
				return errBroken
			}
			scanned = scanned || mark == 0xDA
			at += 2 + int(binary.BigEndian.Uint16(body[at+2:]))
		}
	}
	return errBroken
}
