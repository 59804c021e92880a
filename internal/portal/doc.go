// Package portal is the public site. 公示门户。
//
// Server-rendered pages in Chinese at the root and in English under /en: search, public files, records, lists, the
// catalogue, measures and matters with their law, the law library, status. They work without JavaScript, without login
// and without a CAPTCHA (F19-1). A handler loads through the exported read functions of the areas, makes a pure view,
// and a template draws it; every date question is answered while reading, so that nothing ended is ever shown.
//
// Serves: 琼府办〔2021〕4号（十九）（二十）; the publicity part of 国办发〔2025〕22号.
// Owns: what the public sees and in which words. Does not own: any fact, any rule, any table.
package portal
