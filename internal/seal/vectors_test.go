package seal

import (
	"bytes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"encoding/asn1"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func wantHex(t *testing.T, got []byte, want string) {
	t.Helper()
	if !bytes.Equal(got, unhex(t, want)) {
		t.Errorf("got %x, want %s", got, want)
	}
}

// FIPS 180-4 and GB/T 32905-2016 appendix A.1, both for "abc".
func TestHashesAreTheStandardOnes(t *testing.T) {
	t.Parallel()
	for suite, want := range map[Suite]string{
		International: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		National:      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
	} {
		sum := Sum(suite, []byte("a"), []byte("bc"))
		wantHex(t, sum[:], want)
	}
}

// RFC 4231 test case 2, RFC 5869 test case 1.
func TestKeysDeriveAsTheStandardsSay(t *testing.T) {
	t.Parallel()
	mac := hmac.New(International.Hash, []byte("Jefe"))
	mac.Write([]byte("what do ya want for nothing?"))
	wantHex(t, mac.Sum(nil), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")

	key, err := hkdf.Key(International.Hash, bytes.Repeat([]byte{0x0b}, 22), unhex(t, "000102030405060708090a0b0c"),
		string(unhex(t, "f0f1f2f3f4f5f6f7f8f9")), 42)
	if err != nil {
		t.Fatal(err)
	}
	wantHex(t, key, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
}

// McGrew and Viega, GCM test case 16 (AES-256), and RFC 8998 appendix A.1 (SM4).
func TestCiphersAreTheStandardOnes(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name                                  string
		suite                                 Suite
		key, nonce, about, plain, sealed, tag string
	}{
		{"AES-256-GCM", International,
			"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
			"feedfacedeadbeeffeedfacedeadbeefabaddad2",
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
			"76fc6ece0f4e1768cddf8853bb2d551b"},
		{"SM4-GCM", National,
			"0123456789abcdeffedcba9876543210", "00001234567800000000abcd", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
			"aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
			"17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
			"83de3541e4c2b58177e065a9bf7b62ec"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			block, err := r.suite.block(unhex(t, r.key))
			if err != nil {
				t.Fatal(err)
			}
			aead, err := cipher.NewGCM(block)
			if err != nil {
				t.Fatal(err)
			}
			wantHex(t, aead.Seal(nil, unhex(t, r.nonce), unhex(t, r.plain), unhex(t, r.about)), r.sealed+r.tag)
		})
	}
}

// RFC 8032 section 7.1, test 2.
func TestEd25519IsTheStandardOne(t *testing.T) {
	t.Parallel()
	key := International.signer(unhex(t, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
	wantHex(t, key.Public(), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
	wantHex(t, key.Sign([]byte{0x72}), "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"+
		"085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
}

// GB/T 32918.5-2017 appendix A.2: the key, and a signature of "message digest".
func TestSM2IsTheStandardOne(t *testing.T) {
	t.Parallel()
	key := National.signer(unhex(t, "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"))
	wantHex(t, key.Public(), "04"+"09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"+
		"ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13")
	signature, err := asn1.Marshal(struct{ R, S *big.Int }{
		new(big.Int).SetBytes(unhex(t, "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3")),
		new(big.Int).SetBytes(unhex(t, "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")),
	})
	if err != nil {
		t.Fatal(err)
	}
	if !National.Verify(key.Public(), []byte("message digest"), signature) {
		t.Error("the standard's own signature is refused")
	}
	if National.Verify(key.Public(), []byte("another message"), signature) {
		t.Error("the standard's signature is accepted for another message")
	}
}
