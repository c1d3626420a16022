import { defineConfig } from 'vitepress'

export default defineConfig({
  title: '接口说明',
  description: '给调用方看',
  lang: 'zh-CN',
  base: '/api/',
  cleanUrls: true,
  themeConfig: {
    nav: [{ text: '首页', link: '/' }],
    editLink: {
      pattern: 'https://git.example.cn/api/edit/main/docs/:path',
    },
  },
})
